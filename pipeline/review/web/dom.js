// dom.js - making nodes. Data is never markup.
import {query} from './api.js';
import {t} from './text.js';

// What a reader cannot see, or what turns the order of what is seen; but for the line feed.
const HIDDEN = /((?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}])/u;

// el('p.note', {onclick: act}, 'text', node …); falsy children are left out, lists laid flat. `label` is read out.
export function el(what, ...parts) {
	const [tag, ...kinds] = what.split('.');
	const node = document.createElementNS(`http://www.w3.org/${['svg', 'polygon'].includes(tag) ? '2000/svg' : '1999/xhtml'}`, tag);
	const props = parts[0] && Object.getPrototypeOf(parts[0]) === Object.prototype ? parts.shift() : {};
	for (const [key, value] of Object.entries({class: kinds.join(' ') || null, ...props})) {
		if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
		else if (key === 'value') node.value = value;
		else if (value || value === '') node.setAttribute(key === 'label' ? 'aria-label' : key, value);
	}
	fill(node, parts);
	return node;
}

export const fill = (node, ...parts) => node.replaceChildren(...parts.flat(9).filter((part) => part || part === 0));

export const button = (key, act, chord, props) => el('button', {type: 'button', onclick: act, ...props}, t(key), chord && [' ', el('kbd', chord)]);

export function choice(rows, value, props) {
	const select = el('select', props, rows.map(([code, words]) => el('option', {value: code}, words)));
	select.value = value;
	return select;
}

export function dialog(props, ...parts) {
	const node = el('dialog', props, parts);
	document.body.append(node);
	node.showModal();
	return node;
}

export const link = (values, ...parts) => el('a', {href: query(values)}, parts);

export const hasHidden = (text) => HIDDEN.test(text);

export const visible = (text) => text.split(HIDDEN).map((piece, i) =>
	(i % 2 ? el('span.hidden-char', `U+${piece.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}`) : piece));

export const ocr = (text) => el('span.ocr', visible(text));

export const tell = (key, values) => fill(document.getElementById('told'), visible(t(key, values)));

export const tellFailed = ({status, passing, message: why}) => tell(status === 401 ? 'token' : passing ? 'away' : 'failed', {why});

export const secondsSince = (begun) => Math.round(performance.now() - begun) / 1000;

export const corners = ([x0, y0, x1, y1]) => [[x0, y0], [x1, y0], [x1, y1], [x0, y1]];

export function boxOver([x0, y0, x1, y1], width, height) {
	const box = el('div.box');
	box.style.inset = [y0 / height, 1 - x1 / width, 1 - y1 / height, x0 / width].map((part) => `${100 * part}%`).join(' ');
	return box;
}
