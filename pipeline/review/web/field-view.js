// field-view.js - one field at a time: its crop, the input, and what one key decides about it.
import {ask, outbox, query, Queue, route, tab} from './api.js';
import {el, fill, hasHidden, ocr, secondsSince, tell, tellFailed, visible} from './dom.js';
import {actionButtons, cropFigure, facts, historyTable, offerList, offers} from './field-parts.js';
import {keyLine, typing} from './keys.js';
import {showPage} from './sheet.js';
import {codesKnown, decisionInWords, t} from './text.js';

const CHECK_AFTER = 120; // ms
const LEASE_AFTER = 250;
const LOOK_AGAIN = 5000;

// Of the one view that is open.
let over, queue;
let now; // the field on the screen: {field, image}
let drawn; // painted: keys may decide about it
let busy; // the next key depends on the server's answer
let held; // what could not be sent; its field is shown
let checked; // the grammar's answer to `text`; `warned`: a second Enter keeps it
let initial, blind, shownAt, checkTimer, leaseTimer, lookTimer;
let view, crop, title, input, verdict, hint, readings, about, past, end, work;
const canAct = () => now && !busy;
const keys = keyLine({shown: canAct, drawn: () => drawn, run, type: insert});
const drafts = tab.get('drafts', {}); // what was typed, by id of a field

customElements.define('verno-field', class extends HTMLElement {
	connectedCallback() {
		over = new AbortController();
		const {signal} = over;
		now = busy = held = null;
		keys.clear();
		view = this;
		build();
		document.addEventListener('keydown', press, over);
		outbox.on('saved', saved, signal);
		outbox.on('refused', refused, signal);
		outbox.on('away', away, signal);
		signal.addEventListener('abort', () => [leaseTimer, checkTimer, lookTimer].forEach(clearTimeout));
		open();
	}

	disconnectedCallback() {
		keepTyped();
		over.abort();
	}
});

function build() {
	crop = el('div.crop-area', {tabindex: '0', role: 'region', label: t('On the paper')});
	title = el('label', {for: 'value'});
	input = el('textarea', {id: 'value', 'aria-describedby': 'verdict hint', oninput: ({inputType}) => now && typed(inputType)});
	verdict = el('p', {id: 'verdict', role: 'status'});
	hint = el('p', {id: 'hint'});
	readings = el('ol.offers');
	about = el('dl.facts');
	past = el('section.history', {label: t('history'), tabindex: '0'});
	end = el('p.end', {tabindex: '-1', hidden: true});
	const buttons = actionButtons((command) => {
		input.focus();
		if (canAct() && drawn) run(command);
	});
	work = el('div.work', el('div', el('h1', title), input, verdict, hint, readings, el('div.actions', buttons)), el('div', about, past));
	fill(view, crop, work, end);
}

async function open() {
	const {order = 'loss', name, form, reason, field} = route();
	queue = new Queue({order, name, form, reason});
	clear();
	await insist(() => queue.load());
	await codesKnown;
	if (field) queue.bring([Number(field)]);
	next();
}

// Asks until the server answers; never ends where the reviewer has gone elsewhere.
async function insist(what) {
	for (const {signal} = over; !signal.aborted;) {
		try {
			const answer = await what();
			if (!signal.aborted) return answer;
		} catch (error) {
			tellFailed(error);
			if (!error.passing) break;
			await new Promise((resolve) => setTimeout(resolve, 1000));
		}
	}
	return new Promise(() => {});
}

function press(event) {
	const inInput = event.target === input;
	if (document.querySelector('dialog[open]') || !(end.hidden || event.ctrlKey)) return;
	// A held Enter would press a button again. Ctrl+Z in a select is none of ours.
	const again = event.repeat && !inInput && ['Enter', ' '].includes(event.key);
	if (again || (!(event.ctrlKey && event.target.matches('select')) && keys.press(event, inInput))) event.preventDefault();
}

function run(command) {
	if (command === 'accept') accept();
	else if (command > 0) take(command);
	else if (command === 'page') showPage(now.field, t(now.field.name));
	else if (command === 'history') showHistory();
	else if (!['undo', 'redo'].includes(command)) decide(command, null);
	else if (typing.step(command === 'redo')) changed();
	else if (command === 'undo' && !held) {
		busy = true;
		outbox.undo();
	}
}

async function next() {
	const [id] = queue.ids;
	const ready = queue.loaded(id);
	if (ready) return show(ready);
	clear();
	if (!id) return lookAgain();
	await insist(() => queue.first());
	if (!now) next();
}

function clear() {
	clearTimeout(leaseTimer);
	now = null;
	input.value = '';
	for (const part of [crop, verdict, hint, readings, about]) fill(part);
	fill(title, t('One moment…'));
}

function show(loaded, draft = drafts[loaded.field.id]) {
	const {field} = loaded;
	now = loaded;
	drawn = false;
	blind = field.blind || field.arbitration;
	initial = blind ? '' : field.value ?? '';
	shownAt = performance.now();
	view.dataset.id = field.id;
	end.hidden = past.hidden = true;
	work.hidden = crop.hidden = false;
	fill(crop, cropFigure(loaded));
	crop.scrollTop = 0;
	crop.querySelector('.box')?.scrollIntoView({block: 'nearest'});
	fill(title, t(field.name), ' ', el('span.printed', visible(field.label ?? '')));
	input.value = initial;
	input.rows = field.is_list || initial.includes('\n') || initial.length > 60 ? 5 : 1;
	typing.begin(input);
	if (draft !== undefined && draft !== initial) {
		input.value = draft;
		typing.note('draft');
	}
	fill(readings, offerList(field, take));
	fill(about, facts(field));
	changed();
	input.focus({preventScroll: true});
	const painted = () => {
		if (now !== loaded) return;
		drawn = true;
		keys.drain();
	};
	requestAnimationFrame(() => setTimeout(painted));
	setTimeout(painted, 250); // in a window that is not drawn at all
	clearTimeout(leaseTimer);
	leaseTimer = setTimeout(lease, LEASE_AFTER);
}

async function lookAgain() {
	keys.clear();
	await insist(() => queue.again());
	const {progress} = await insist(() => ask('/api/folder'));
	if (now) return;
	if (queue.ids.length) return next();
	const {name, form, reason} = queue.filters;
	work.hidden = crop.hidden = true;
	end.hidden = false;
	fill(end, t(progress.left > 0 && !name && !form && !reason ? 'taken' : 'end'));
	end.focus();
	lookTimer = setTimeout(() => now || lookAgain(), LOOK_AGAIN);
}

function insert(text, kind = 'insertText') {
	input.setRangeText(text, input.selectionStart, input.selectionEnd, 'end');
	typed(kind);
}

function take(n) {
	const offer = offers(now.field)[n - 1];
	if (offer) {
		input.select();
		insert(offer.value, 'take');
	}
	input.focus();
}

function typed(kind) {
	if (input.rows === 1 && input.value.includes('\n')) input.value = input.value.replace(/\n+/g, ' ');
	typing.note(kind);
	changed();
}

function changed() {
	const {field} = now;
	const {value} = input;
	const hidden = hasHidden(value);
	const hints = [field.blind && 'blind', field.arbitration && 'differ', field.is_list && 'list', !value && !blind && field.value === null && 'none', hidden && 'unseen'];
	fill(hint, hints.map((key) => key && [t(key), ' ']), hidden && ocr(value));
	checked = null;
	clearTimeout(checkTimer);
	if (value === initial || !value.trim()) fill(verdict);
	else checkTimer = setTimeout(() => check(field.id, value), CHECK_AFTER);
}

// A late answer never changes what stands in the input.
async function check(id, value) {
	const answer = await ask('/api/check', {id, value}).catch(() => ({valid: true}));
	if (now?.field.id === id && input.value === value) judge({...answer, text: value});
}

function judge(judgement) {
	const {valid, value, why, known = true, look_alikes: alike, warned} = checked = judgement;
	const line = (kind, icon, key, values) => el('span', {class: kind}, `${icon} `, visible(t(key, values)), ' ');
	fill(verdict, !valid && line('bad', '✗', 'invalid', {why: t(why)}), warned && t('again'),
		valid && value && line('good', '✓', 'means {value}', {value: value.replaceAll('\n', ' · ')}),
		!known && line('warn', '⚠', 'no known value'), alike?.length > 0 && line('warn', '⚠', 'alike', {letters: alike.join(' ')}));
}

async function accept() {
	const {field} = now;
	const {value} = input;
	if (value === initial && !blind) return decide('confirm', null);
	if (!value.trim()) return fill(verdict, t('empty'));
	if (checked?.text !== value) {
		clearTimeout(checkTimer);
		busy = true;
		await check(field.id, value);
		busy = false;
	}
	if (now?.field === field && checked?.text === value) {
		if (checked.valid || checked.warned) decide(checked.valid ? 'edit' : 'override', value);
		else judge({...checked, warned: true});
	}
	keys.drain();
}

function decide(decision, value) {
	const {id, version, name, value: machine} = now.field;
	const label = t(name);
	const sent = {body: {id, version, decision, value, seconds: secondsSince(shownAt)}, draft: input.value};
	if (held) {
		Object.assign(held, sent);
		return outbox.retry();
	}
	keepTyped(null);
	queue.drop(id);
	if (route().field) history.replaceState(null, '', query({...route(), field: null}));
	tell(`${label}: ${decisionInWords(decision)}.`);
	outbox.push({path: '/api/decide', label, machine, ...sent});
	next();
}

function saved({item, answer}) {
	if (answer.undone) return undone(answer.undone);
	queue.forget(item.body.id);
	if (answer.seed) tell('seed', {...answer.seed, how: t(answer.seed.caught ? 'noticed' : 'slipped through')});
	if (held !== item) return;
	held = null;
	tell('saved');
	next();
}

function undone(fields) {
	busy = false;
	keepTyped();
	tell('Taken back: {n}.', {n: fields.length});
	queue.bring(fields.map(({id}) => id).filter(Boolean));
	next();
}

// app.js does the rest, for any view.
function refused({item, error}) {
	const waited = held === item;
	const loaded = queue.loaded(item.body.id);
	if (waited) held = null;
	if (item.path === '/api/undo') {
		busy = false;
		keys.drain();
	} else if (error.status === 422 && loaded) {
		keepTyped();
		queue.ids.unshift(item.body.id);
		show(loaded, item.draft);
		judge({valid: false, why: error.message, text: item.draft, warned: true});
	} else if (waited || !now) next();
}

// The field that could not be saved is shown again, with what was typed.
function away({item, error}) {
	const loaded = queue.loaded(item.body.id);
	tellFailed(error);
	if (!loaded) return;
	keepTyped();
	held = item;
	show(loaded, item.draft);
}

function keepTyped(text = input.value) {
	if (!now || held) return;
	drafts[now.field.id] = text && text !== initial ? text : undefined;
	tab.set('drafts', drafts);
}

async function lease() {
	const shown = now;
	if (!shown || held) return;
	await outbox.idle();
	const answer = now === shown && !document.hidden && await ask('/api/lease', {id: shown.field.id}).catch((error) => error);
	if (now !== shown) return;
	if (answer.status !== 423) return leaseTimer = setTimeout(lease, 400 * (answer.seconds ?? 60));
	tell('leased', answer.body);
	keepTyped();
	queue.drop(shown.field.id);
	next();
}

async function showHistory() {
	const shown = now;
	past.hidden = !past.hidden;
	const {history: rows} = await ask(`/api/field/${shown.field.id}`).catch(() => shown.field);
	if (now === shown) fill(past, historyTable(rows));
}
