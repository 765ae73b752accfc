// page-view.js - a page beside its text, tied word by word; lines and annotations are put right.
import {ask, route, showAgain} from './api.js';
import {button, choice, corners, el, fill, link, ocr, secondsSince, tell, tellFailed, visible} from './dom.js';
import {askConflict, pageLink, table} from './field-parts.js';
import {Sheet} from './sheet.js';
import {t} from './text.js';

const DOUBT = 0.8; // a word below is underlined
const KINDS = ['handwriting', 'signature', 'stamp', 'underline', 'strike', 'margin'];

customElements.define('verno-pages', class extends HTMLElement {
	async connectedCallback() {
		const {pages} = await ask('/api/pages');
		fill(this, el('h1', t('Pages')), table(['Page', 'Waiting'], pages.map((page) => [pageLink(page), page.waiting])));
	}
});

customElements.define('verno-page', class extends HTMLElement {
	async connectedCallback() {
		const page = await ask(`/api/page/${route().page}`);
		const sheet = new Sheet();
		const turn = (key, to) => to && link({view: 'page', page: to}, t(key));
		const zones = el('input', {type: 'checkbox', onchange: () => sheet.classList.toggle('zones', zones.checked)});
		const text = el('section.transcript', {label: t('Text')});
		fill(this, el('nav.turn', turn('Previous', page.previous), turn('Next', page.next), el('h1', visible(`${page.path} #${page.page_number}`)), el('label', zones, ' ', t('Show fields'))), sheet, text);
		sheet.show(page.page, page.size, t('Page')).catch(tellFailed);
		const field = ({id, name, value, quad}) => {
			const row = el('li', link({field: id}, t(name)), ': ', ocr(value ?? ''));
			tie(row, sheet.mark(quad, 'field'), sheet);
			return row;
		};
		fill(text, el('p', t('lines')), el('ol.lines', page.lines.map((line) => el('li', lineRow(line, page.page, sheet)))), el('h2', t('Fields')), el('ul', page.fields.map(field)),
			annotationRows(page, sheet));
	}
});

// Arrows walk through the words, Enter or a click opens the line for correction.
function lineRow(line, page, sheet) {
	const outline = sheet.mark(line.quad, 'line');
	const words = line.words.map((word) => el(word.confidence < DOUBT ? 'span.ocr.doubt' : 'span.ocr', visible(word.text)));
	const lights = words.map((word, i) => tie(word, sheet.mark(line.words[i].quad, 'word'), sheet));
	let at = 0;
	const walk = (to, on = true) => {
		lights[at]?.(false);
		at = Math.max(0, Math.min(lights.length - 1, to));
		lights[at]?.(on, true);
		outline.classList.toggle('now', on);
	};
	const row = el('button.line', {onclick: () => correct(row, line, page, sheet), onfocus: () => walk(at), onblur: () => walk(at, false), onkeydown(event) {
		const step = {ArrowLeft: -1, ArrowRight: 1}[event.key];
		const other = {ArrowUp: 'previousElementSibling', ArrowDown: 'nextElementSibling'}[event.key];
		if (step) walk(at + step);
		else if (other) row.parentNode[other]?.firstChild.focus();
		else if (!event.repeat || event.key !== 'Enter') return;
		event.preventDefault();
	}}, line.corrected || !words.length ? ['✓ ', ocr(line.text)] : words.flatMap((word) => [word, ' ']));
	return row;
}

function correct(row, line, page, sheet) {
	const begun = performance.now();
	const what = `${t('Line')} ${line.id}`;
	const close = () => {
		const fresh = lineRow(line, page, sheet);
		input.replaceWith(fresh);
		fresh.focus();
	};
	const input = el('input.ocr', {value: line.text, label: what, onkeydown(event) {
		if (!['Enter', 'Escape'].includes(event.key)) return;
		event.preventDefault();
		if (event.key === 'Escape' || input.value === line.text) close();
		else if (!event.repeat) save('/api/line', {page, line: line.id, version: line.version, text: input.value, seconds: secondsSince(begun)}, what, ({version, text}) => {
			Object.assign(line, {version, text, corrected: true});
			close();
		});
	}});
	row.replaceWith(input);
	input.focus();
}

// Pointing at a piece of text or its place marks both. Returns what does so.
function tie(node, shape, sheet) {
	const light = (on, reveal) => {
		for (const part of [node, shape]) part.classList.toggle('now', on);
		if (reveal && on) sheet.reveal(shape);
	};
	for (const name of ['mouseenter', 'focusin']) node.addEventListener(name, () => light(true, true));
	for (const name of ['mouseleave', 'focusout']) node.addEventListener(name, () => light(false));
	shape.onmouseenter = () => {
		light(true);
		node.scrollIntoView({block: 'nearest'});
	};
	shape.onmouseleave = () => light(false);
	shape.onclick = () => (node.closest('button') ?? node.querySelector('a')).focus();
	return light;
}

function annotationRows({page, annotations}, sheet) {
	const list = el('div', annotations.map((one, i) => annotationRow(one, i + 1, page, sheet)));
	const add = async () => {
		const begun = performance.now();
		const box = await draw(sheet);
		if (box) saveAnnotation(page, {id: null, version: 0, kind: KINDS[0], text: null, removed: false}, box, begun, (one) => {
			const id = list.children.length;
			list.append(annotationRow({...one, id}, id + 1, page, sheet));
			list.lastChild.firstChild.focus();
		});
	};
	return [el('h2', t('Annotations')), el('div.annotations', list), button('Add one', add)];
}

function annotationRow(one, number, page, sheet) {
	const begun = performance.now();
	const shape = sheet.mark(one.quad, 'annotation');
	const change = (what, box = null) => saveAnnotation(page, {...one, kind: kind.value, text: text.value || null, ...what}, box, begun, (fresh) => {
		const next = annotationRow(fresh, number, page, sheet);
		shape.remove();
		row.replaceWith(next);
		next.querySelector('input').focus();
	});
	const kind = choice(KINDS.map((key) => [key, t(key)]), one.kind, {label: t('Kind'), onchange: () => change()});
	const text = el('input.ocr', {label: t('Text'), value: one.text ?? '', onkeydown: (event) => event.key === 'Enter' && !event.repeat && change()});
	const redraw = async () => {
		const box = await draw(sheet, one.quad);
		if (box) change({}, box);
	};
	const row = el(one.removed ? 'fieldset.removed' : 'fieldset', {label: `${t('Annotation')} ${number}`, onfocusout: () => shape.classList.remove('now'), onfocusin() {
		shape.classList.add('now');
		sheet.reveal(shape);
	}}, kind, text, button('Save', () => change()), button('Draw its box', redraw), button(one.removed ? 'Restore' : 'Remove', () => change({removed: !one.removed})));
	return row;
}

function draw(sheet, quad) {
	tell('draw');
	return sheet.draw(quad && [Math.min, Math.max].flatMap((pick) => [0, 1].map((i) => pick(...quad.map((point) => point[i])))));
}

const saveAnnotation = (page, {id, version, kind, text, removed, quad}, box, begun, then) => save('/api/annotation', {page, annotation: id, version, kind, text, box, removed, seconds: secondsSince(begun)},
	t('Annotation'), (saved) => then({...saved, id, quad: box ? corners(box) : quad}));

const inWords = ({kind, text, box, quad, removed}) => (kind ? [t(kind), text && `“${text}”`, (box || quad) && t('box drawn anew'), removed && t('removed')].filter(Boolean).join(', ') : text);

// Where another person was first, asks whose shall stand.
async function save(path, body, what, then) {
	try {
		then({...body, ...await ask(path, body)});
		tell('{what} saved.', {what});
	} catch (error) {
		if (error.status !== 409) return tellFailed(error);
		const {version, theirs} = error.body;
		if (theirs && body.kind) theirs.value = inWords(JSON.parse(theirs.value));
		askConflict(what, theirs, inWords(body), () => save(path, {...body, version}, what, then), showAgain);
	}
}
