// sheet.js - the picture of a page with marks upon it: enlarged, turned, drawn on.
import {picture} from './api.js';
import {button, corners, dialog, el, fill} from './dom.js';
import {t} from './text.js';

const ARROWS = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]};

export class Sheet extends HTMLElement {
	#turn = 0;
	#zoom = 0; // 0: as wide as there is room

	async show(page, size, label) {
		this.size = size;
		this.overlay = el('svg', {viewBox: `0 0 ${size.join(' ')}`});
		this.paper = el('div.paper', this.overlay);
		this.space = el('div', this.paper);
		const acts = {'+': () => this.#lay(1.25), '-': () => this.#lay(0.8), KeyR: () => this.#lay(0, 90)};
		this.scroller = el('div.scroller', {tabindex: '0', role: 'region', label, onkeydown: ({key, code, ctrlKey, altKey}) => ctrlKey || altKey || (acts[key] ?? acts[code])?.()}, this.space);
		fill(this, el('div.tools', button('Larger', acts['+'], '+'), button('Smaller', acts['-'], '−'), button('Turn', acts.KeyR, 'R')), this.scroller);
		this.#lay();
		const image = await picture(`/api/picture/${page}`);
		image.alt = label;
		this.paper.prepend(image);
	}

	#lay(larger, turn = 0) {
		this.#turn = (this.#turn + turn) % 360;
		const sides = this.#turn % 180 ? this.size.toReversed() : this.size;
		const fit = (this.scroller.clientWidth - 2) / sides[0];
		if (larger) this.#zoom = Math.min(8, Math.max(0.05, (this.#zoom || fit) * larger));
		const scale = this.#zoom || fit;
		const [across, down] = sides.map((side) => side * scale);
		Object.assign(this.space.style, {width: `${across}px`, height: `${down}px`});
		Object.assign(this.paper.style, {width: `${this.size[0] * scale}px`, aspectRatio: this.size.join('/'), transform: `translate(-50%, -50%) rotate(${this.#turn}deg)`});
	}

	mark(quad, kind) {
		const shape = el('polygon', {points: quad.join(' '), class: kind});
		this.overlay.append(shape);
		return shape;
	}

	reveal(shape, where = 'nearest') {
		shape.scrollIntoView({block: where, inline: where});
	}

	// A box by pointer or arrows; null where it was given up.
	draw(box = [0.4, 0.4, 0.6, 0.6].map((part, i) => part * this.size[i % 2])) {
		const {scroller, size, overlay} = this;
		const shape = this.mark(corners(box), 'drawn');
		const over = new AbortController();
		const within = (value, i) => Math.min(size[i % 2], Math.max(0, value));
		const lay = (to) => shape.setAttribute('points', corners(box = to).join(' '));
		const place = ({clientX, clientY}) => {
			const {x, y} = new DOMPoint(clientX, clientY).matrixTransform(overlay.getScreenCTM().inverse());
			return [x, y].map(within);
		};
		this.reveal(shape);
		scroller.focus();
		return new Promise((resolve) => {
			const on = (name, act) => scroller.addEventListener(name, act, {signal: over.signal});
			const end = (taken) => {
				over.abort();
				shape.remove();
				resolve(taken && box[2] - box[0] > 3 && box[3] - box[1] > 3 ? box.map(Math.round) : null);
			};
			let start = null;
			on('pointerdown', (event) => {
				event.preventDefault();
				start = place(event);
			});
			on('pointermove', (event) => {
				const to = start && place(event);
				if (to) lay([Math.min, Math.max].flatMap((pick) => [0, 1].map((i) => pick(start[i], to[i]))));
			});
			on('pointerup', () => end(start));
			on('keydown', (event) => {
				const step = ARROWS[event.key];
				if (step) lay(box.map((value, i) => (event.shiftKey && i < 2 ? value : within(value + step[i % 2] * size[0] / 100, i))));
				else if (['Enter', 'Escape'].includes(event.key)) end(event.key === 'Enter');
				else return;
				event.preventDefault();
			});
		});
	}
}

customElements.define('verno-sheet', Sheet);

// The whole page with the field marked; F2, Esc or the button returns to where the caret was.
export function showPage({page, page_size: size, page_box: box}, label) {
	const sheet = new Sheet();
	const over = dialog({class: 'page-dialog', label: t('page'), onclose: () => over.remove(), onkeydown: (event) => {
		if (event.code !== 'F2') return;
		event.preventDefault();
		event.stopPropagation();
		if (!event.repeat) over.close();
	}}, button('Close', () => over.close(), 'F2'), sheet);
	sheet.show(page, size, label);
	sheet.scroller.focus();
	if (box) sheet.reveal(sheet.mark(corners(box), 'now'), 'center');
}
