// sheet.js - the picture of a page with marks upon it: enlarged, turned, drawn on. Used by the page view and by F2.
import {picture} from './api.js';
import {button, corners, el} from './dom.js';
import {t} from './text.js';

export class Sheet extends HTMLElement {
	#turn = 0;
	#zoom = 0; // 0: as wide as the place for it

	async show(page, size, label) {
		this.size = size;
		this.overlay = el('svg', {viewBox: `0 0 ${size.join(' ')}`, 'aria-hidden': 'true'});
		this.paper = el('div', {class: 'paper'}, this.overlay);
		this.space = el('div', this.paper);
		this.scroller = el('div', {class: 'scroller', tabindex: '0', role: 'region', 'aria-label': label, onkeydown: ({key, code, ctrlKey, altKey}) => {
			if (ctrlKey || altKey) return;
			if (key === '+' || key === '-') this.#scale(key === '+' ? 1.25 : 0.8);
			else if (code === 'KeyR') this.#rotate();
		}}, this.space);
		this.replaceChildren(el('div', {class: 'tools'}, button('zoom_in', () => this.#scale(1.25), '+'), button('zoom_out', () => this.#scale(0.8), '−'),
			button('rotate', () => this.#rotate(), 'R')), this.scroller);
		this.#lay();
		const image = await picture(`/api/picture/${page}`);
		image.alt = label;
		this.paper.prepend(image);
	}

	#scale(factor) {
		this.#zoom = Math.min(8, Math.max(0.05, (this.#zoom || this.#fit()) * factor));
		this.#lay();
	}

	#rotate() {
		this.#turn = (this.#turn + 90) % 360;
		this.#lay();
	}

	#fit() {
		return Math.max(0.05, (this.scroller.clientWidth - 2) / this.size[this.#turn % 180 ? 1 : 0]);
	}

	#lay() {
		const [width, height] = this.size;
		const scale = this.#zoom || this.#fit();
		const [across, down] = (this.#turn % 180 ? [height, width] : [width, height]).map((side) => side * scale);
		Object.assign(this.space.style, {width: `${across}px`, height: `${down}px`});
		Object.assign(this.paper.style, {width: `${width}px`, height: `${height}px`,
			transform: `translate(${across / 2}px,${down / 2}px) rotate(${this.#turn}deg) scale(${scale}) translate(${-width / 2}px,${-height / 2}px)`});
	}

	mark(quad, kind) {
		const shape = el('polygon', {points: quad.join(' '), class: kind});
		this.overlay.append(shape);
		return shape;
	}

	// Brings a mark into the middle of what is seen.
	reveal(shape) {
		const [mark, view] = [shape, this.scroller].map((node) => node.getBoundingClientRect());
		if (mark.top < view.top || mark.bottom > view.bottom || mark.left < view.left || mark.right > view.right)
			this.scroller.scrollBy((mark.left + mark.right - view.left - view.right) / 2, (mark.top + mark.bottom - view.top - view.bottom) / 2);
	}

	// A box drawn by the pointer, or moved and sized by arrows; null where it was given up.
	draw(box = [0.4, 0.4, 0.6, 0.6].map((part, i) => part * this.size[i % 2])) {
		const shape = this.mark(corners(box), 'drawn');
		const over = new AbortController();
		const lay = (to) => {
			box = to;
			shape.setAttribute('points', corners(box).join(' '));
		};
		const place = (event) => {
			const {x, y} = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.overlay.getScreenCTM().inverse());
			return [x, y].map((value, i) => Math.min(this.size[i], Math.max(0, value)));
		};
		this.reveal(shape);
		this.scroller.focus();
		return new Promise((resolve) => {
			const on = (name, act) => this.scroller.addEventListener(name, act, {signal: over.signal});
			const end = (result) => {
				over.abort();
				shape.remove();
				resolve(result && result[2] - result[0] > 3 && result[3] - result[1] > 3 ? result.map(Math.round) : null);
			};
			let start = null;
			on('pointerdown', (event) => {
				event.preventDefault();
				start = place(event);
			});
			on('pointermove', (event) => {
				const now = start && place(event);
				if (now) lay([Math.min, Math.max].flatMap((pick) => [pick(start[0], now[0]), pick(start[1], now[1])]));
			});
			on('pointerup', () => end(start && box));
			on('keydown', (event) => {
				const step = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]}[event.key];
				if (step) lay(box.map((value, i) => (event.shiftKey && i < 2 ? value : Math.min(this.size[i % 2], Math.max(0, value + step[i % 2] * this.size[0] / 100)))));
				else if (event.key === 'Enter' || event.key === 'Escape') end(event.key === 'Enter' && box);
				else return;
				event.preventDefault();
			});
		});
	}
}

// The whole page over everything else, a box marked on it; F2, Esc or the button returns.
export class PageDialog extends HTMLElement {
	constructor(back) {
		super();
		this.back = back;
		this.sheet = new Sheet();
		this.dialog = el('dialog', {class: 'page-dialog', 'aria-label': t('whole_page'), onclose: back}, button('close', () => this.close(), 'F2'), this.sheet);
	}

	connectedCallback() {
		this.append(this.dialog);
	}

	close() {
		this.dialog.close();
		this.back();
	}

	show(page, size, box, label) {
		this.dialog.showModal();
		this.sheet.show(page, size, label);
		this.sheet.scroller.focus();
		if (box) this.sheet.reveal(this.sheet.mark(corners(box), 'now'));
	}
}

customElements.define('verno-sheet', Sheet);
customElements.define('verno-page-dialog', PageDialog);
