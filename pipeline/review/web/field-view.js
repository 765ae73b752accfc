// field-view.js - one field at a time: its crop, the input, and what one key decides about it.
import {get, post} from './api.js';
import {el, hasHidden, ocr, tell, tellFailed, visible} from './dom.js';
import {actionButtons, cropFigure, facts, historyTable, labelOf, offerList, offers} from './field-parts.js';
import {draftOf, keepDraft} from './keep.js';
import {KeyLine, TypingHistory} from './keys.js';
import {outbox} from './outbox.js';
import {Queue} from './queue.js';
import {go, route} from './route.js';
import {PageDialog} from './sheet.js';
import {decisionInWords, t} from './text.js';

const CHECK_AFTER = 120; // ms of rest in typing before the server is asked
const LEASE_AFTER = 250; // a field that is passed by in a moment needs no lease
const LEASE_AGAIN = 25000;
const LOOK_AGAIN = 5000;

customElements.define('verno-field', class extends HTMLElement {
	#now = null; // the field on the screen: {field, image}
	#drawn = false; // it has been painted, so keys may decide about it
	#busy = false; // the server is asked something the next key depends on
	#held = null; // item of the outbox that could not be sent: its field is shown until it is
	#checked = null; // {text, valid, …}: the grammar's answer to what stood in the input
	#warned = null; // the invalid value that a second Enter keeps
	#typing = new TypingHistory();
	#over = new AbortController();

	connectedCallback() {
		const {signal} = this.#over;
		const can = () => this.#now && !this.#busy;
		this.keys = new KeyLine({shown: can, drawn: () => this.#drawn, run: (command) => this.#run(command), type: (text) => this.#insert(text)});
		this.#build((command) => {
			this.input.focus();
			if (can() && this.#drawn) this.#run(command);
		});
		document.addEventListener('keydown', (event) => this.#press(event), {signal});
		this.input.addEventListener('input', (event) => this.#now && this.#typed(event.inputType));
		outbox.addEventListener('saved', ({detail}) => this.#saved(detail), {signal});
		outbox.addEventListener('refused', ({detail}) => this.#refused(detail), {signal});
		outbox.addEventListener('away', ({detail}) => this.#away(detail), {signal});
		this.renewal = setInterval(() => document.hidden || this.#lease(), LEASE_AGAIN);
		this.#open();
	}

	disconnectedCallback() {
		this.#keepTyped();
		this.#over.abort();
		for (const timer of [this.renewal, this.leaseTimer, this.checkTimer, this.lookTimer]) clearTimeout(timer);
	}

	#build(click) {
		this.crop = el('div', {class: 'crop-area', tabindex: '0', role: 'region', 'aria-label': t('crop')});
		this.label = el('label', {for: 'value'});
		this.input = el('textarea', {id: 'value', spellcheck: 'false', autocomplete: 'off', 'aria-describedby': 'verdict hint'});
		this.verdict = el('p', {id: 'verdict', role: 'status'});
		this.hint = el('p', {id: 'hint'});
		this.offers = el('ol', {class: 'offers', 'aria-label': t('alternatives')});
		this.facts = el('dl', {class: 'facts'});
		this.history = el('section', {class: 'history', 'aria-label': t('history'), tabindex: '0'});
		this.end = el('p', {class: 'end', tabindex: '-1', hidden: true});
		this.work = el('div', {class: 'work'}, el('div', el('h1', this.label), this.input, this.verdict, this.hint, this.offers, el('div', {class: 'actions'}, actionButtons(click))),
			el('div', this.facts, this.history));
		this.sheet = new PageDialog(() => {
			this.input.focus();
			if (this.caret) this.input.setSelectionRange(...this.caret);
			this.caret = null; // told again by the event that comes late, when more may have been typed
		});
		this.append(this.crop, this.work, this.end, this.sheet);
	}

	async #open() {
		const {order, name, form, reason, field} = route();
		this.queue = new Queue({order: order ?? 'loss', name, form, reason});
		this.#clear();
		await this.#insist(() => this.queue.load());
		if (field) this.queue.bring([Number(field)]);
		this.#next();
	}

	// Asks until the server answers, or until the reviewer has gone elsewhere.
	async #insist(what) {
		while (this.isConnected) {
			try {
				return await what();
			} catch (error) {
				tellFailed(error);
				if (!error.passing) break;
				await new Promise((resolve) => setTimeout(resolve, 1000));
			}
		}
		return new Promise(() => {});
	}

	#press(event) {
		const inInput = event.target === this.input;
		if (this.sheet.dialog.open && event.code === 'F2') {
			event.preventDefault();
			if (!event.repeat) this.sheet.close();
		} else if (!document.querySelector('dialog[open]') && (this.end.hidden || event.ctrlKey)) {
			// A held Enter on a button would press it again and again. Ctrl+Z in a select is none of ours.
			const taken = (event.repeat && !inInput && ['Enter', ' '].includes(event.key)) || (!(event.ctrlKey && event.target.matches('select')) && this.keys.press(event, inInput));
			if (taken) event.preventDefault();
		}
	}

	#run({accept, decide, take, page, history, redo}) {
		if (accept) this.#accept();
		else if (decide) this.#decide(decide, null);
		else if (take) this.#take(take);
		else if (page) this.#showPage();
		else if (history) this.#showHistory();
		else if (redo || this.#typing.past.length) {
			this.#typing.step(!redo);
			this.#changed();
		} else if (!this.#held) {
			this.#busy = true;
			outbox.push({path: '/api/undo', body: {}});
		}
	}

	// Showing

	#next() {
		const ready = this.queue.ready();
		if (ready) this.#show(ready);
		else if (ready === null) this.#load();
		else this.#lookAgain();
	}

	async #load() {
		this.#clear();
		await this.#insist(() => this.queue.first());
		if (!this.#now) this.#next();
	}

	#clear() {
		clearTimeout(this.leaseTimer);
		this.#now = null;
		this.label.replaceChildren(t('loading'));
		this.input.value = '';
		for (const part of [this.crop, this.verdict, this.hint, this.offers, this.facts]) part.replaceChildren();
	}

	#show(loaded, draft = draftOf(loaded.field.id)) {
		const {field} = loaded;
		this.#now = loaded;
		this.#drawn = false;
		this.#checked = null;
		this.initial = field.blind || field.arbitration ? '' : field.value ?? '';
		this.shownAt = performance.now();
		this.dataset.id = field.id;
		this.end.hidden = this.history.hidden = true;
		this.work.hidden = this.crop.hidden = false;
		this.crop.replaceChildren(cropFigure(loaded));
		const box = this.crop.querySelector('.box');
		// Where there is little room: the box in the middle, of a long one its beginning.
		this.crop.scrollTop = box ? Math.min(box.offsetTop - 8, box.offsetTop + (box.offsetHeight - this.crop.clientHeight) / 2) : 0;
		this.label.replaceChildren(labelOf(field), ' ', el('span', {class: 'printed'}, visible(field.label ?? '')));
		this.input.value = this.initial;
		this.input.rows = field.is_list || this.initial.includes('\n') || this.initial.length > 60 ? 5 : 1;
		this.#typing.begin(this.input);
		if (draft !== undefined && draft !== this.initial) {
			this.input.value = draft;
			this.#typing.note('draft');
		}
		this.offers.replaceChildren(...offerList(field, (n) => this.#take(n)));
		this.facts.replaceChildren(...facts(field));
		this.#changed();
		this.input.focus({preventScroll: true});
		this.input.setSelectionRange(this.input.value.length, this.input.value.length);
		afterPaint(() => {
			if (this.#now !== loaded) return;
			this.#drawn = true;
			this.keys.drain();
		});
		clearTimeout(this.leaseTimer);
		this.leaseTimer = setTimeout(() => this.#lease(), LEASE_AFTER);
	}

	async #lookAgain() {
		this.#clear();
		this.keys.clear();
		this.work.hidden = this.crop.hidden = true;
		this.end.hidden = false;
		this.end.replaceChildren(t('loading'));
		this.end.focus();
		await this.#insist(() => this.queue.again());
		const {name, form, reason} = this.queue.filters;
		const {progress} = await this.#insist(() => get('/api/folder'));
		if (this.#now) return;
		if (this.queue.ids.length) return void this.#next();
		const others = progress.left > 0 && !name && !form && !reason;
		this.end.replaceChildren(t(others ? 'all_taken' : 'all_done'));
		if (others) this.lookTimer = setTimeout(() => this.#now || this.#lookAgain(), LOOK_AGAIN);
	}

	// Typing

	#insert(text, kind = 'insertText') {
		if (kind === 'take') this.input.select();
		this.input.setRangeText(text, this.input.selectionStart, this.input.selectionEnd, 'end');
		this.#typed(kind);
	}

	#take(n) {
		const offer = offers(this.#now.field)[n - 1];
		if (offer) this.#insert(offer.value, 'take');
		this.input.focus();
	}

	#typed(kind) {
		// A value of one line stays one: what is pasted loses its line ends.
		if (this.input.rows === 1 && this.input.value.includes('\n')) this.input.value = this.input.value.replace(/\n+/g, ' ');
		this.#typing.note(kind);
		this.#changed();
	}

	// After any change of the input: what the grammar makes of it is asked once the fingers rest.
	#changed() {
		const {id, blind, arbitration, is_list: list, value: machine} = this.#now.field;
		const {value} = this.input;
		const hints = [blind && t('blind'), arbitration && t('arbitration'), list && t('list_hint'), !value && !blind && !arbitration && machine === null && t('nothing_read'),
			hasHidden(value) && [t('unseen'), ' ', ocr(value)]];
		this.hint.replaceChildren(...hints.filter(Boolean).flatMap((hint) => [hint, ' ']).flat());
		this.#warned = null;
		clearTimeout(this.checkTimer);
		if (value === this.initial || !value.trim()) this.verdict.replaceChildren();
		else this.checkTimer = setTimeout(() => this.#check(id, value), CHECK_AFTER);
	}

	// A late answer says nothing about what stands in the input by then, and never changes it.
	async #check(id, value) {
		const answer = await post('/api/check', {id, value}).catch(() => ({valid: true}));
		if (this.#now?.field.id === id && this.input.value === value) this.#judge({...answer, text: value});
	}

	#judge(checked) {
		const {valid, value, why, look_alikes: alike, text} = checked;
		const line = (kind, icon, words) => el('span', {class: kind}, `${icon} `, visible(words));
		this.#checked = checked;
		this.verdict.replaceChildren(...[!valid && line('bad', '✗', t(this.#warned === text ? 'invalid_again' : 'invalid', {why})),
			valid && value && line('good', '✓', t('valid', {value: value.replaceAll('\n', ' · ')})), alike?.length && line('warn', '⚠', t('look_alikes', {letters: alike.join(' ')}))].filter(Boolean));
	}

	// Deciding

	async #accept() {
		const {field} = this.#now;
		const {value} = this.input;
		if (value === this.initial && !field.blind && !field.arbitration) return void this.#decide('confirm', null);
		if (!value.trim()) return void this.verdict.replaceChildren(t('empty'));
		if (this.#checked?.text !== value) {
			clearTimeout(this.checkTimer);
			this.#busy = true;
			await this.#check(field.id, value);
			this.#busy = false;
		}
		if (this.#now?.field === field && this.#checked?.text === value) {
			if (this.#checked.valid) this.#decide('edit', value);
			else if (this.#warned === value) this.#decide('override', value);
			else {
				this.#warned = value;
				this.#judge(this.#checked);
			}
		}
		this.keys.drain();
	}

	#decide(decision, value) {
		const {field} = this.#now;
		const body = {id: field.id, version: field.version, decision, value, seconds: Math.round(performance.now() - this.shownAt) / 1000};
		const draft = this.input.value;
		if (this.#held) {
			Object.assign(this.#held, {body, draft});
			return void outbox.retry();
		}
		keepDraft(field.id, null);
		this.queue.drop(field.id);
		if (route().field) go({...route(), field: null}, true);
		tell(t('decided', {label: labelOf(field), decision: decisionInWords(decision)}));
		outbox.push({path: '/api/decide', body, label: labelOf(field), machine: field.value, draft});
		this.#next();
	}

	#saved({item, answer}) {
		if (item.path === '/api/undo') return void this.#undone(answer.undone);
		this.queue.forget(item.body.id);
		if (answer.seed) tell(t(answer.seed.caught ? 'seed_caught' : 'seed_missed', answer.seed));
		if (this.#held !== item) return;
		this.#held = null;
		tell(t('back'));
		this.#next();
	}

	#undone(undone) {
		this.#busy = false;
		this.#keepTyped();
		tell(t('undone', {n: undone.length}));
		this.queue.bring(undone.map(({id}) => id).filter(Boolean));
		this.#clear();
		this.#next();
	}

	// What else is said of a refusal, and whose decision stands, is asked by app.js, whatever view is open.
	#refused({item, error}) {
		const waited = this.#held === item;
		const loaded = this.queue.loaded(item.body.id);
		if (waited) this.#held = null;
		if (item.path === '/api/undo') {
			this.#busy = false;
			this.keys.drain();
		} else if (error.status === 422 && loaded) {
			this.#keepTyped();
			this.queue.ids.unshift(item.body.id);
			this.#show(loaded, item.draft);
			this.#warned = item.draft;
			this.#judge({valid: false, why: error.message, text: item.draft});
		} else if (waited || !this.#now) this.#next();
	}

	// The server is away: the field whose decision could not be saved is shown again, with what was typed.
	#away({item, error}) {
		const loaded = this.queue.loaded(item.body.id);
		tellFailed(error);
		if (!loaded) return;
		this.#keepTyped();
		this.#held = item;
		this.#show(loaded, item.draft);
	}

	#keepTyped() {
		const {value} = this.input;
		if (this.#now && !this.#held) keepDraft(this.#now.field.id, value !== this.initial ? value : null);
	}

	async #lease() {
		const shown = this.#now;
		if (!shown || this.#held) return;
		await outbox.idle();
		const error = this.#now === shown && await post('/api/lease', {id: shown.field.id}).then(() => null, (reason) => reason);
		if (error?.status !== 423 || this.#now !== shown) return;
		tell(t('leased', error.body));
		this.#keepTyped();
		this.queue.drop(shown.field.id);
		this.#next();
	}

	// The page, the history

	#showPage() {
		const {field} = this.#now;
		this.caret = [this.input.selectionStart, this.input.selectionEnd];
		this.sheet.show(field.page, field.page_size, field.page_box, labelOf(field));
	}

	async #showHistory() {
		const shown = this.#now;
		this.history.hidden = !this.history.hidden;
		const {history} = await get(`/api/field/${shown.field.id}`).catch(() => shown.field);
		if (this.#now === shown) this.history.replaceChildren(historyTable(history));
	}
});

// A frame was drawn with what is in the page now. The timer is for windows that are not drawn at all.
function afterPaint(then) {
	requestAnimationFrame(() => setTimeout(then));
	setTimeout(then, 250);
}
