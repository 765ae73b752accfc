// field-parts.js - the pieces of the view of one field.
import {boxOver, button, dialog, el, link, ocr, visible} from './dom.js';
import {decisionInWords, reasonInWords, t} from './text.js';

export function cropFigure({field: {crop}, image}) {
	const words = t(crop ? 'On the paper' : 'nowhere');
	if (!image) return words;
	image.alt = words;
	return el('figure.crop', image, crop ? boxOver(crop.box, crop.width, crop.height) : el('figcaption', words));
}

function confidenceMark(p) {
	const [icon, word, kind] = p >= 0.95 ? ['●', 'sure', 'good'] : p >= 0.8 ? ['◕', 'fairly sure', 'good'] : p >= 0.5 ? ['◑', 'doubtful', 'warn'] : ['○', 'very doubtful', 'bad'];
	return el('span', {class: `confidence ${kind}`}, `${icon} ${t(word)}, ${Math.round(p * 100)} %`);
}

const shown = (text) => (text ? ocr(text) : t('nothing'));

export const pageLink = ({page, path, page_number: n}) => link({view: 'page', page}, visible(`${path} #${n}`));

export function facts(field) {
	const row = (key, ...what) => [el('dt', t(key)), el('dd', what)];
	return [
		row('Reason', el('ul.why', field.reasons.map((code) => el('li', reasonInWords(code))))),
		field.confidence !== null && row('Confidence', confidenceMark(field.confidence)),
		!field.blind && !field.arbitration && [row('As typed', shown(field.raw)), row('As meant', shown(field.value))],
		row('Page', pageLink(field), field.form_title && [' · ', visible(field.form_title)]),
	];
}

// What Alt+1 … Alt+9 put into the input.
export const offers = (field) => field.arbitration?.map(({who, value}) => ({value: value ?? '', note: who})) ??
	field.alternatives.slice(0, 9).map(({value, p, from}) => ({value, note: from === 'learnt' ? t('learnt here') : `${t('second reading')}, ${Math.round(p * 100)} %`}));

export const offerList = (field, take) => offers(field).map(({value, note}, i) => el('li', el('button', {type: 'button', onclick: () => take(i + 1)},
	el('kbd', `Alt+${i + 1}`), ' ', el('span.ocr', marked(field.value ?? '', value)), ' ', el('small', visible(note)))));

// Marks each character that differs, or all between equal ends where one text is longer.
function marked(base, text) {
	const [from, to] = [[...base], [...text]];
	const longer = from.length - to.length;
	const start = to.findIndex((c, i) => c !== from[i]);
	const last = to.findLastIndex((c, i) => c !== from[i + longer]);
	return to.map((c, i) => ((longer ? start >= 0 && i >= start && i <= last : c !== from[i]) ? el('mark', visible(c)) : visible(c)));
}

export const actionButtons = (run) => Object.entries({accept: 'Enter', unsure: 'Alt+U', illegible: 'Alt+I', absent: 'Alt+A', other: 'Alt+N', undo: 'Ctrl+Z', page: 'F2', history: 'Alt+H'})
	.map(([command, chord]) => button(command, () => run(command), chord, {class: command}));

export const table = (heads, rows) => el('table', el('thead', el('tr', heads.map((key) => el('th', t(key))))),
	el('tbody', rows.map((row) => el('tr', row.map((cell) => el('td', cell))))));

export const historyTable = (history) => (history.length ? table(['When', 'Reviewer', 'Decision', 'Was', 'Becomes', 'Seconds'], history.map((row) =>
	[row.at.slice(0, 19).replace('T', ' '), visible(row.who), decisionInWords(row.decision), shown(row.was), shown(row.becomes), row.seconds.toFixed(1)])) : t('nothing'));

// Nothing here has the focus but the box itself: an Enter on its way answers nothing.
export function askConflict(label, theirs, mine, keepMine, keepTheirs) {
	const who = theirs?.who ?? '?';
	const row = (name, value, word, n, keep) => el('p', visible(name), ': ', shown(value), ' ', button(word, () => {
		asked.remove();
		keep?.();
	}, `Alt+${n}`));
	const asked = dialog({label: t('Decided by two'), tabindex: '-1', class: 'conflict', oncancel: (event) => event.preventDefault(), onkeydown: (event) => {
		const n = event.altKey && !event.repeat && ['Digit1', 'Digit2'].indexOf(event.code) + 1;
		if (n) asked.querySelectorAll('button')[n - 1].click();
		if (n || event.key === 'Escape') event.preventDefault();
	}}, el('h2', t('Decided by two'), ': ', label), el('p', visible(t('first', {who}))),
	row(who, theirs?.value ?? decisionInWords(theirs?.decision ?? '?'), 'theirs', 1, keepTheirs), row(t('Yours'), mine, 'mine', 2, keepMine));
	asked.focus();
}
