// page-view.js - a page and its text side by side, tied word by word; and the list of pages.
import {AnnotationList} from './annotation-list.js';
import {get, post} from './api.js';
import {askConflict, table} from './field-parts.js';
import {el, link, ocr, tell, tellFailed, visible} from './dom.js';
import {route} from './route.js';
import {Sheet} from './sheet.js';
import {nameInWords, t} from './text.js';

const DOUBT = 0.8; // a word below is underlined

customElements.define('verno-page', class extends HTMLElement {
	async connectedCallback() {
		const page = this.page = await get(`/api/page/${route().page}`);
		const turn = (key) => page[key] && link({view: 'page', page: page[key]}, t(key));
		const zones = el('input', {type: 'checkbox', onchange: () => this.sheet.classList.toggle('zones', zones.checked)});
		this.sheet = new Sheet();
		this.append(el('nav', {class: 'turn'}, turn('previous'), turn('next'), el('h1', visible(t('page_of', {path: page.path, n: page.page_number}))), el('label', zones, ' ', t('zones'))), this.sheet);
		this.sheet.show(page.page, page.size, t('facsimile')).catch(tellFailed);
		this.append(el('section', {class: 'transcript', 'aria-label': t('transcript')}, el('p', {class: 'note'}, t('lines_hint')),
			el('ol', {class: 'lines'}, page.lines.map((line, i) => el('li', this.#line(line, i + 1)))),
			el('h2', t('fields')), el('ul', page.fields.map(({id, name, value, quad}) => {
				const row = el('li', link({view: 'field', field: id}, nameInWords(name)), ': ', ocr(value ?? ''));
				if (quad) tie(row, this.sheet.mark(quad, 'field'), this.sheet);
				return row;
			})), new AnnotationList(page, this.sheet)));
	}

	// A line is a button: arrows walk through its words, Enter or a click opens it for correction.
	#line(line, number) {
		const outline = this.sheet.mark(line.quad, 'line');
		const spans = line.words.map((word) => el('span', {class: word.confidence < DOUBT ? 'ocr doubt' : 'ocr'}, visible(word.text)));
		const lights = spans.map((span, i) => tie(span, this.sheet.mark(line.words[i].quad, 'word'), this.sheet));
		let at = 0;
		const walk = (to, on = true) => {
			lights[at]?.(false);
			at = Math.max(0, Math.min(lights.length - 1, to));
			lights[at]?.(on, true);
			outline.classList.toggle('now', on);
		};
		return el('button', {type: 'button', class: 'line', onclick: ({currentTarget}) => this.#correct(currentTarget, line, number),
			onfocus: () => walk(at), onblur: () => walk(at, false), onkeydown: (event) => {
				const rows = [...this.querySelectorAll('button.line')];
				const {ArrowLeft, ArrowRight} = {[event.key]: true};
				const row = {ArrowUp: -1, ArrowDown: 1}[event.key];
				if (ArrowLeft || ArrowRight) walk(at + (ArrowRight ? 1 : -1));
				else if (row) rows[rows.indexOf(event.target) + row]?.focus();
				else if (!event.repeat || event.key !== 'Enter') return;
				event.preventDefault();
			}}, line.corrected || !spans.length ? ['✓ ', ocr(line.text)] : spans.flatMap((span) => [span, ' ']));
	}

	#correct(row, line, number) {
		const begun = performance.now();
		const close = () => {
			const fresh = this.#line(line, number);
			input.replaceWith(fresh);
			fresh.focus();
		};
		const save = () => saveOrAsk('/api/line', {page: this.page.page, line: line.id, version: line.version, text: input.value, seconds: (performance.now() - begun) / 1000},
			t('line', {n: number}), ({version, text}) => {
				Object.assign(line, {version, text, corrected: true});
				tell(t('line_saved', {n: number}));
				close();
			});
		const input = el('input', {value: line.text, class: 'ocr', 'aria-label': t('line', {n: number}), spellcheck: 'false', autocomplete: 'off', onkeydown: (event) => {
			if (event.isComposing || !['Enter', 'Escape'].includes(event.key)) return;
			event.preventDefault();
			if (event.key === 'Escape' || input.value === line.text) close();
			else if (!event.repeat) save();
		}});
		row.replaceWith(input);
		input.focus();
	}
});

// Ties a piece of text to its place on the paper: pointing at one marks both. Returns what marks and unmarks them.
function tie(node, shape, sheet) {
	const light = (on, reveal) => {
		for (const part of [node, shape]) part.classList.toggle('now', on);
		if (reveal && on) sheet.reveal(shape);
	};
	for (const name of ['mouseenter', 'focusin']) node.addEventListener(name, () => light(true, true));
	for (const name of ['mouseleave', 'focusout']) node.addEventListener(name, () => light(false));
	shape.addEventListener('mouseenter', () => {
		light(true);
		node.scrollIntoView({block: 'nearest'});
	});
	shape.addEventListener('mouseleave', () => light(false));
	shape.addEventListener('click', () => (node.closest('button') ?? node.querySelector('a')).focus());
	return light;
}

// Saves a line or an annotation. Where another person was first, asks whose shall stand; what was typed stays meanwhile.
export async function saveOrAsk(path, body, label, then) {
	try {
		then({...body, ...await post(path, body)});
	} catch (error) {
		if (error.status !== 409) return void tellFailed(error);
		const {version, theirs} = error.body;
		askConflict({label, theirs, mine: body.text, keep: (mine) => (mine ? saveOrAsk(path, {...body, version}, label, then) : dispatchEvent(new Event('popstate')))});
	}
}

customElements.define('verno-pages', class extends HTMLElement {
	async connectedCallback() {
		const {pages} = await get('/api/pages');
		this.append(el('h1', t('pages')), table(['page', 'waiting'], pages.map(({page, path, page_number: n, waiting}) => [link({view: 'page', page}, visible(t('page_of', {path, n}))), waiting])));
	}
});
