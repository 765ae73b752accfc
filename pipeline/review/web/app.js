// app.js - the page's head, the reviewer's name, the view that the address names, and whose decision stands.
import {ask, browser, go, outbox, query, reviewer, route} from './api.js';
import {button, choice, dialog, el, fill, tell, tellFailed, visible} from './dom.js';
import {askConflict} from './field-parts.js';
import './field-view.js';
import './group-view.js';
import './page-view.js';
import {codesKnown, decisionInWords, otherLanguage, reasonInWords, setLanguage, t} from './text.js';

const LONGEST = 120; // seconds: a longer look at a field was a pause

const line = el('p.progress');
const state = el('span', {role: 'status'});
let spent = 0; // seconds
let count = 0;

async function showHead() {
	const {view = 'field', ...now} = route();
	const to = (key, there) => el('a', {href: query({view: there}), 'aria-current': there.startsWith(view) && 'page'}, t(key));
	const tongue = button('Русский', () => {
		setLanguage(otherLanguage());
		show();
	}, null, {lang: otherLanguage()});
	const filters = el('form.filters');
	fill(document.querySelector('header'), el('b', 'verno'), to('Fields', 'field'), to('Groups', 'groups'), to('Pages', 'pages'), line, state,
		el('button', {onclick: askName, label: `${t('Reviewer')}: ${reviewer()}`}, visible(reviewer() || t('Reviewer'))), tongue, filters);
	showState();
	const folder = await ask('/api/folder');
	await codesKnown;
	document.title = `${folder.name} · verno`;
	showProgress(folder.progress);
	const filter = (word, key, rows) => {
		const select = choice(rows, now[key] ?? rows[0][0], {onchange: () => go(query({...now, field: null, [key]: select.value}))});
		return el('label', t(word), ' ', select);
	};
	const some = (word, key, words) => filter(word, key, [['', t('all')], ...folder[`${key}s`].map((row) => [row[key], `${words(row[key])} (${row.count})`])]);
	if (view === 'field') fill(filters, filter('Order', 'order', [['loss', t('by expected loss')], ['page', t('by page')]]), some('Field', 'name', t), some('Form', 'form', t), some('Reason', 'reason', reasonInWords));
}

function showProgress(progress) {
	const rate = spent && count / spent * 60;
	const some = (key, n) => n && t(key, {n});
	line.textContent = [t('{n} left', {n: progress.left}), t('{n} done', {n: progress.done}), t('{n} yours', {n: progress.mine}), some('{n} spot checks', progress.audit_left),
		some('{n} to settle', progress.to_arbitrate), some('{n} a minute', Math.round(rate)), rate && some('time', Math.ceil(progress.left / rate)),
		progress.seeds && t('seeds', progress)].filter(Boolean).join(' · ');
}

function showState() {
	const n = outbox.items.length;
	const [kind, icon] = outbox.away ? ['not_saved', '⚠'] : n ? ['saving', '…'] : ['saved', '✓'];
	state.className = `state ${kind}`;
	state.textContent = `${icon} ${t(kind, {n})}`;
}

function show() {
	const view = `verno-${route().view}`;
	if (reviewer()) fill(document.querySelector('main'), el(customElements.get(view) ? view : 'verno-field'));
	else askName();
	showHead().catch(tellFailed);
}

// The second reading of a field needs another name than the first.
async function askName() {
	const input = el('input', {value: reviewer(), list: 'known', required: true, maxlength: '60', autocomplete: 'off', label: t('Reviewer')});
	const known = el('datalist', {id: 'known'});
	const asked = dialog({}, el('form', {onsubmit(event) {
		event.preventDefault();
		if (!input.value.trim()) return;
		browser.set('who', input.value.trim());
		asked.remove();
		show();
	}}, el('h1', t('Reviewer')), el('p', t('signed')), input, known, ' ', el('button', t('Begin'))));
	fill(known, (await ask('/api/folder')).reviewers.map((value) => el('option', {value})));
}

function settle({body, label, machine, ...rest}, {version, theirs}) {
	const confirmed = body.decision === 'confirm';
	askConflict(label, theirs, confirmed ? machine : body.value ?? decisionInWords(body.decision), () => {
		// “As shown” meant the value of then.
		const again = confirmed ? {decision: machine === null ? 'absent' : 'edit', value: machine} : {};
		outbox.push({...rest, label, machine, tried: false, body: {...body, ...again, version}});
	});
}

outbox.on('change', showState);
outbox.on('saved', ({item: {body}, answer: {progress}}) => {
	if (body.seconds) {
		count += body.items?.length ?? 1;
		spent += Math.min(LONGEST, body.seconds);
	}
	if (progress) showProgress(progress);
});
outbox.on('refused', ({item, error}) => {
	if (error.status === 409) settle(item, error.body);
	else if (error.status === 423) tell('leased', error.body);
	else if (item.path === '/api/undo' && error.status === 404) tell('no_undo');
	else tellFailed(error);
});
addEventListener('popstate', show);
addEventListener('unhandledrejection', ({reason}) => tellFailed(reason));
setLanguage(browser.get('language', navigator.language.slice(0, 2)));
if (route().view) await codesKnown;
show();
outbox.retry();
