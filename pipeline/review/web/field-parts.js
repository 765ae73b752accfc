// field-parts.js - the pieces of the view of one field. Each is made anew from the field's data; none keeps any state.
import {boxOver, button, differences, el, link, ocr, visible} from './dom.js';
import {decisionInWords, nameInWords, reasonInWords, t} from './text.js';

export const labelOf = (field) => nameInWords(field.name);

// The crop at its own size, twice the page's, smaller only where the window is; the field's box is drawn around its ink.
export function cropFigure({field: {crop}, image}) {
	if (!image) return t('crop_page');
	image.alt = t(crop ? 'crop' : 'crop_page');
	return el('figure', {class: 'crop'}, image, crop ? boxOver(crop.box, crop.width, crop.height) : el('figcaption', t('crop_page')));
}

// Said in words and by the filling of a disc; the colour comes last.
function confidenceMark(p) {
	const [icon, word, kind] = p >= 0.95 ? ['●', 'sure', 'good'] : p >= 0.8 ? ['◕', 'fairly', 'good'] : p >= 0.5 ? ['◑', 'doubtful', 'warn'] : ['○', 'very_doubtful', 'bad'];
	return el('span', {class: `confidence ${kind}`}, `${icon} ${t(word)}, ${Math.round(p * 100)} %`);
}

const shown = (text) => (text ? ocr(text) : el('em', t('nothing')));

export function facts(field) {
	const row = (key, ...what) => [el('dt', t(key)), el('dd', what)];
	return [
		row('why_here', el('ul', {class: 'why'}, field.reasons.map((code) => el('li', reasonInWords(code))))),
		field.confidence !== null && row('confidence', confidenceMark(field.confidence)),
		!field.blind && !field.arbitration && [row('raw', shown(field.raw)), row('value', shown(field.value))],
		row('page', link({view: 'page', page: field.page}, visible(t('page_of', {path: field.path, n: field.page_number}))), field.form_title && [' · ', visible(field.form_title)]),
	].flat(2).filter(Boolean);
}

// What Alt+1 … Alt+9 puts into the input: the two readings of an arbitration, else the machine's alternatives.
export const offers = (field) => field.arbitration?.map(({who, value}) => ({value: value ?? '', note: who})) ??
	field.alternatives.slice(0, 9).map(({value, p, from}) => ({value, note: from === 'learnt' ? t('from_learnt') : `${t('from_machine')}, ${Math.round(p * 100)} %`}));

export const offerList = (field, take) => offers(field).map(({value, note}, i) => el('li', el('button', {type: 'button', onclick: () => take(i + 1)},
	el('kbd', `Alt+${i + 1}`), ' ', el('span', {class: 'ocr'}, differences(field.value ?? '', value).map(([piece, changed]) => (changed ? el('mark', visible(piece)) : visible(piece)))),
	' ', el('small', visible(note)))));

export const actionButtons = (run) => [['accept', 'Enter', {accept: true}], ...['unsure', 'illegible', 'absent', 'other'].map((what, i) => [what, `Alt+${'UIAN'[i]}`, {decide: what}]),
	['undo', 'Ctrl+Z', {undo: true}], ['whole_page', 'F2', {page: true}], ['history', 'Alt+H', {history: true}]]
	.map(([word, chord, command]) => button(word, () => run(command), chord, {class: word}));

export const table = (heads, rows) => el('table', el('thead', el('tr', heads.map((key) => el('th', {scope: 'col'}, t(key))))),
	el('tbody', rows.map((row) => el('tr', row.map((cell) => el('td', cell))))));

export const historyTable = (history) => (history.length ? table(['at', 'by', 'decision', 'was', 'becomes', 'seconds'], history.map((row) =>
	[row.at.slice(0, 19).replace('T', ' '), visible(row.who), decisionInWords(row.decision), shown(row.was), shown(row.becomes), row.seconds.toFixed(1)])) : t('history_none'));

// Two decided the same. Nothing here has the focus but the box itself: an Enter on its way answers nothing.
export function askConflict({label, theirs, mine, keep}) {
	const who = theirs?.who ?? '?';
	const close = (mineWins) => {
		dialog.remove();
		keep(mineWins);
	};
	const choice = (key, value, keeps, n) => el('p', t(key, {who}), shown(value), ' ', button(keeps, () => close(n === 2), `Alt+${n}`));
	const dialog = el('dialog', {'aria-label': t('conflict'), tabindex: '-1', class: 'conflict', oncancel: (event) => event.preventDefault(), onkeydown: (event) => {
		const n = event.altKey && !event.repeat && ['Digit1', 'Digit2'].indexOf(event.code) + 1;
		if (n) close(n === 2);
		if (n || event.key === 'Escape') event.preventDefault();
	}}, el('h2', t('conflict'), ': ', label), el('p', t('conflict_why', {who})),
	choice('theirs', theirs?.value ?? decisionInWords(theirs?.decision), 'keep_theirs', 1), choice('yours', mine, 'keep_mine', 2));
	document.body.append(dialog);
	dialog.showModal();
	dialog.focus();
}
