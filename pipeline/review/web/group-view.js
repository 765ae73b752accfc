// group-view.js - many crops of one value at a glance: the odd ones are marked, the rest is confirmed in one step.
import {ask, outbox, picture, query, route} from './api.js';
import {boxOver, button, el, fill, link, ocr, secondsSince, tell, visible} from './dom.js';
import {t} from './text.js';

customElements.define('verno-groups', class extends HTMLElement {
	async connectedCallback() {
		const {by = 'value'} = route();
		const {groups} = await ask(`/api/groups${query({by})}`);
		fill(this, el('h1', t('Groups')), el('p', link({view: 'groups'}, t('value')), ' · ', link({view: 'groups', by: 'shape'}, t('shape'))),
			el('ul.groups', groups.map(({name, what, count}) => el('li', link({view: 'group', by, name, what}, t(name), ': ', visible(what), ` (${count})`)))), !groups.length && t('nothing'));
	}
});

const odd = new Set(); // marked here, and not offered again
let over, grid, feet, cells, at, begun, asked;

customElements.define('verno-group', class extends HTMLElement {
	connectedCallback() {
		const {name, what} = route();
		over = new AbortController();
		odd.clear();
		grid = el('div.grid', {role: 'listbox', tabindex: '0', 'aria-multiselectable': 'true', label: what, onkeydown: press});
		feet = el('div.actions');
		fill(this, el('h1', t(name), ': ', ocr(what)), el('p', t('group')), grid, feet);
		outbox.on('saved', saved, over.signal);
		document.addEventListener('keydown', (event) => {
			if (!event.ctrlKey || event.code !== 'KeyZ' || event.repeat) return;
			event.preventDefault();
			odd.clear();
			outbox.undo();
		}, over);
		load();
	}

	disconnectedCallback() {
		over.abort();
	}
});

async function load() {
	const {signal} = over;
	const {by, name, what} = route();
	const group = await ask(`/api/group${query({by, name, what})}`);
	if (signal.aborted) return;
	const [first] = odd;
	const shown = cells = group.cells.filter(({id}) => !odd.has(id));
	begun = performance.now();
	asked = false;
	fill(grid, cells.map(cellOf));
	grid.hidden = !cells.length;
	fill(feet, cells.length ? button('rest', confirm, 'Enter') : t('end'),
		first && link({name, field: first}, t('odd_ones')), link({view: 'groups', by}, t('Groups')));
	if (grid.hidden) return feet.querySelector('a').focus();
	move(0);
	grid.focus();
	for (let i = 0; i < shown.length && shown === cells && !signal.aborted; i++) {
		const image = await picture(`/api/crop/${shown[i].id}`).catch(() => new Image());
		image.alt = '';
		if (shown === cells) grid.children[i].firstChild.prepend(image);
	}
}

function cellOf({value, box, width, height}, i) {
	const frame = el('div.crop', boxOver(box, width, height));
	Object.assign(frame.style, {width: `${width}px`, aspectRatio: width / height});
	return el('div.cell', {id: `cell-${i}`, role: 'option', 'aria-selected': 'false', onclick() {
		move(i);
		mark();
	}}, frame, ocr(value), el('b', ` ✗ ${t('odd')}`));
}

function move(to) {
	grid.children[at]?.classList.remove('now');
	at = Math.min(cells.length - 1, Math.max(0, to));
	const cell = grid.children[at];
	cell.classList.add('now');
	cell.scrollIntoView({block: 'nearest'});
	grid.setAttribute('aria-activedescendant', cell.id);
}

function mark() {
	const {id} = cells[at];
	const now = !odd.delete(id);
	if (now) odd.add(id);
	grid.children[at].setAttribute('aria-selected', now);
}

function press(event) {
	const columns = getComputedStyle(grid).gridTemplateColumns.split(' ').length;
	const step = {ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns}[event.key];
	const act = {' ': mark, Enter: confirm}[event.key];
	if (step) move(at + step);
	else if (!act) return;
	else if (!event.repeat) act();
	event.preventDefault();
}

function confirm() {
	if (asked || grid.querySelectorAll('img').length < cells.length) return; // unseen
	asked = true;
	const items = cells.filter(({id}) => !odd.has(id)).map(({id, version}) => ({id, version}));
	if (items.length) outbox.push({path: '/api/decide_group', body: {items, seconds: secondsSince(begun)}});
	else load();
}

function saved({answer: {done, conflicts, undone}}) {
	if (done) tell('confirmed', {n: done.length, odd: odd.size, others: conflicts.length});
	if (done || undone) load();
}
