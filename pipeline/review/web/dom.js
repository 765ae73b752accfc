// dom.js - making nodes. Data only ever becomes text nodes, attributes and properties: never markup.
import {query} from './api.js';
import {t} from './text.js';

// What a reader cannot see, or what turns the order of what is seen: controls, soft hyphen, zero widths, line separators,
// bidi marks, overrides and isolates. A line feed is laid out, so it is not one of them.
const HIDDEN = /[\0-\t\v-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/;

// el('p', {class: 'note', onclick: act}, 'text', node …); falsy children are left out, lists laid flat.
export function el(tag, ...parts) {
	const node = tag === 'svg' || tag === 'polygon' ? document.createElementNS('http://www.w3.org/2000/svg', tag) : document.createElement(tag);
	const plain = parts[0] && Object.getPrototypeOf(parts[0]) === Object.prototype;
	for (const [key, value] of Object.entries(plain ? parts.shift() : {})) {
		if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
		else if (key === 'value') node.value = value;
		else if (value || value === '') node.setAttribute(key, value);
	}
	node.append(...parts.flat(9).filter((part) => part || part === 0));
	return node;
}

// A button with its word from the table and, where there is one, its key.
export const button = (key, act, chord, props) => el('button', {type: 'button', onclick: act, ...props}, t(key), chord && [' ', el('kbd', chord)]);

export const link = (values, ...parts) => el('a', {href: query(values)}, parts);

export const hasHidden = (text) => HIDDEN.test(text);

// The text as nodes, with a boxed name in the place of each character that cannot be seen.
export const visible = (text) => text.split(new RegExp(`(${HIDDEN.source})`)).map((piece, i) =>
	(i % 2 ? el('span', {class: 'hidden-char'}, `U+${piece.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`) : piece));

// What was read or typed, as it stands.
export const ocr = (text) => el('span', {class: 'ocr'}, visible(text));

// The text cut into [piece, differs from base] by a longest common subsequence.
export function differences(base, text) {
	const [from, to] = [[...base], [...text]];
	if (from.length * to.length > 400000) return [[text, text !== base]]; // a table of that size would take too long
	const common = Array.from({length: from.length + 1}, () => new Uint16Array(to.length + 1));
	for (let i = from.length - 1; i >= 0; i--)
		for (let j = to.length - 1; j >= 0; j--)
			common[i][j] = from[i] === to[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
	const pieces = [];
	for (let i = 0, j = 0; j < to.length;) {
		const same = from[i] === to[j];
		if (!same && i < from.length && common[i + 1][j] >= common[i][j + 1]) i++;
		else {
			if (pieces.at(-1)?.[1] === !same) pieces.at(-1)[0] += to[j];
			else pieces.push([to[j], !same]);
			i += same;
			j++;
		}
	}
	return pieces;
}

// What was done, in the line at the foot of the page that is read out.
export const tell = (...parts) => document.getElementById('told').replaceChildren(...parts.filter(Boolean).flatMap(visible));

export const tellFailed = (error) => tell(error.status === 401 ? t('token') : error.passing ? t('away') : t('failed', {why: error.message}));

export const corners = ([x0, y0, x1, y1]) => [[x0, y0], [x1, y0], [x1, y1], [x0, y1]];

// A box within a picture, laid over it whatever its size on the screen.
export function boxOver([x0, y0, x1, y1], width, height) {
	const box = el('div', {class: 'box'});
	Object.assign(box.style, {left: `${100 * x0 / width}%`, top: `${100 * y0 / height}%`, width: `${100 * (x1 - x0) / width}%`, height: `${100 * (y1 - y0) / height}%`});
	return box;
}
