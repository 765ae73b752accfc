// group-view.js - many crops of one value at a glance: the odd ones are marked, the rest is confirmed in one step.
import {get, picture, query} from './api.js';
import {boxOver, button, el, link, ocr, tell, visible} from './dom.js';
import {outbox} from './outbox.js';
import {route} from './route.js';
import {nameInWords, t} from './text.js';

customElements.define('verno-groups', class extends HTMLElement {
	async connectedCallback() {
		const {by = 'value'} = route();
		const {groups} = await get(`/api/groups${query({by})}`);
		this.append(el('h1', t('groups')), el('p', link({view: 'groups', by: 'value'}, t('by_value')), ' · ', link({view: 'groups', by: 'shape'}, t('by_shape'))),
			groups.length ? el('ul', {class: 'groups'}, groups.map(({name, what, count}) => el('li', link({view: 'group', by, name, what}, nameInWords(name), ': ', visible(what), ` (${count})`)))) : t('group_none'));
	}
});

customElements.define('verno-group', class extends HTMLElement {
	#odd = new Set(); // marked here: they wait for the field view, and are not offered again
	#over = new AbortController();
	#asked = false;

	connectedCallback() {
		const {signal} = this.#over;
		this.grid = el('div', {class: 'grid', role: 'listbox', tabindex: '0', 'aria-multiselectable': 'true', 'aria-label': route().what, 'aria-describedby': 'group-hint',
			onkeydown: (event) => this.#press(event)});
		this.feet = el('div', {class: 'actions'});
		this.append(el('h1', nameInWords(route().name), ': ', ocr(route().what)), el('p', {id: 'group-hint'}, t('group_hint')), this.grid, this.feet);
		outbox.addEventListener('saved', ({detail}) => this.#saved(detail), {signal});
		document.addEventListener('keydown', (event) => {
			if (!event.ctrlKey || event.code !== 'KeyZ' || event.repeat) return;
			event.preventDefault();
			this.#odd.clear();
			outbox.push({path: '/api/undo', body: {}});
		}, {signal});
		this.#load();
	}

	disconnectedCallback() {
		this.#over.abort();
	}

	async #load() {
		const {by, name, what} = route();
		const {cells} = await get(`/api/group${query({by, name, what})}`);
		const [first] = this.#odd;
		this.cells = cells.filter(({id}) => !this.#odd.has(id));
		this.begun = performance.now();
		this.#asked = false;
		this.grid.replaceChildren(...this.cells.map((cell, i) => this.#cell(cell, i)));
		this.grid.hidden = !this.cells.length;
		this.feet.replaceChildren(...[this.cells.length ? button('group_confirm', () => this.#confirm(), 'Enter') : t('all_done'),
			first && link({view: 'field', name, field: first}, t('group_odd')), link({view: 'groups', by}, t('group_all'))].filter(Boolean));
		if (this.grid.hidden) return void this.feet.querySelector('a').focus();
		this.#move(0);
		this.grid.focus();
		await Promise.all([0, 1, 2, 3].map((worker) => this.#fetch(worker)));
	}

	#cell({value, box, width, height}, i) {
		const frame = el('div', {class: 'crop'}, boxOver(box, width, height));
		frame.style.aspectRatio = `${width} / ${height}`;
		return el('div', {id: `cell-${i}`, class: 'cell', role: 'option', 'aria-selected': 'false', onclick: () => {
			this.#move(i);
			this.#mark();
		}}, frame, ocr(value), el('b', ` ✗ ${t('odd')}`));
	}

	// Four at a time: each worker takes every fourth picture.
	async #fetch(worker) {
		const {cells} = this;
		for (let i = worker; i < cells.length && cells === this.cells && this.isConnected; i += 4) {
			const frame = this.grid.children[i].firstChild;
			const image = await picture(`/api/crop/${cells[i].id}`).catch(() => '');
			image.alt = '';
			frame.prepend(image);
		}
	}

	#move(to) {
		this.grid.querySelector('.now')?.classList.remove('now');
		this.at = Math.min(this.cells.length - 1, Math.max(0, to));
		const cell = this.grid.children[this.at];
		cell.classList.add('now');
		cell.scrollIntoView({block: 'nearest'});
		this.grid.setAttribute('aria-activedescendant', cell.id);
	}

	#mark() {
		const {id} = this.cells[this.at];
		const odd = !this.#odd.delete(id);
		if (odd) this.#odd.add(id);
		this.grid.children[this.at].setAttribute('aria-selected', odd);
	}

	#press(event) {
		const cells = [...this.grid.children];
		const columns = cells.filter((cell) => cell.offsetTop === cells[0].offsetTop).length;
		const step = {ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns}[event.key];
		if (step) this.#move(this.at + step);
		else if (event.key !== ' ' && event.key !== 'Enter') return;
		else if (!event.repeat) event.key === ' ' ? this.#mark() : this.#confirm();
		event.preventDefault();
	}

	#confirm() {
		if (this.#asked) return;
		this.#asked = true;
		const items = this.cells.filter(({id}) => !this.#odd.has(id)).map(({id, version}) => ({id, version}));
		if (items.length) outbox.push({path: '/api/decide_group', body: {items, seconds: (performance.now() - this.begun) / 1000}});
		else this.#load();
	}

	#saved({item, answer: {done, conflicts}}) {
		if (done) tell(t('group_done', {n: done.length, odd: this.#odd.size}), conflicts.length && ` ${t('group_conflicts', {n: conflicts.length})}`);
		if (done || item.path === '/api/undo') this.#load();
	}
});
