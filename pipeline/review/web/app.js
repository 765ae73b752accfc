// app.js - starts the page, asks for the reviewer's name, and shows what the address names.
import {get, reviewer} from './api.js';
import './bar.js';
import {el, button, tell, tellFailed} from './dom.js';
import {askConflict} from './field-parts.js';
import './field-view.js';
import './group-view.js';
import {outbox} from './outbox.js';
import './page-view.js';
import {store} from './keep.js';
import {route} from './route.js';
import {decisionInWords, setLanguage, t} from './text.js';

const VIEWS = ['field', 'groups', 'group', 'pages', 'page'];

function show() {
	document.querySelector('verno-bar').show(askName).catch(tellFailed);
	if (!reviewer()) askName();
	else document.getElementById('main').replaceChildren(el(`verno-${VIEWS.find((view) => view === route().view) ?? 'field'}`));
}

// A decision is signed, and the second reading of a field needs another name than the first.
async function askName() {
	const input = el('input', {value: reviewer(), list: 'known', required: true, maxlength: '60', autocomplete: 'off', 'aria-labelledby': 'who'});
	const known = el('datalist', {id: 'known'});
	const dialog = el('dialog', el('form', {onsubmit: (event) => {
		event.preventDefault();
		const name = input.value.trim();
		if (!name) return;
		store(localStorage).set('who', name);
		dialog.remove();
		show();
	}}, el('h1', {id: 'who'}, t('who_ask')), el('p', t('who_why')), input, known, ' ', button('begin', null, null, {type: 'submit'})));
	document.body.append(dialog);
	dialog.showModal();
	known.append(...(await get('/api/folder')).reviewers.map((value) => el('option', {value})));
}

// A decision that met another person's: both are shown, and the reviewer says which stands.
function settle({body, label, machine, ...rest}, {version, theirs}) {
	const confirmed = body.decision === 'confirm';
	askConflict({label, theirs, mine: confirmed ? machine : body.value ?? decisionInWords(body.decision), keep: (mine) => {
		// “As shown” meant the value of then, not theirs.
		const again = confirmed ? {decision: machine === null ? 'absent' : 'edit', value: machine} : {};
		if (mine) outbox.push({...rest, label, machine, tried: false, body: {...body, ...again, version}});
	}});
}

outbox.addEventListener('refused', ({detail: {item, error}}) => {
	if (error.status === 409) settle(item, error.body);
	else if (error.status === 423) tell(t('leased', error.body));
	else if (item.path === '/api/undo' && error.status === 404) tell(t('undo_none'));
	else tellFailed(error);
});
addEventListener('popstate', show);
addEventListener('unhandledrejection', ({reason}) => tellFailed(reason));
setLanguage(store(localStorage).get('language', navigator.language.slice(0, 2)));
show();
outbox.retry();
