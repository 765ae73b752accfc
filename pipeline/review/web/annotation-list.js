// annotation-list.js - what a pen or a stamp left on a page: kind, text and box can be put right, added and removed.
import {button, corners, el, tell} from './dom.js';
import {saveOrAsk} from './page-view.js';
import {t} from './text.js';

const KINDS = ['handwriting', 'signature', 'stamp', 'underline', 'strike', 'margin'];

export class AnnotationList extends HTMLElement {
	constructor({page, annotations}, sheet) {
		super();
		Object.assign(this, {page, sheet, count: 0});
		this.list = el('div', {class: 'annotations'}, annotations.map((one) => this.#row(one)));
	}

	connectedCallback() {
		this.append(el('h2', t('annotations')), this.list, button('add', async () => {
			const box = await this.#draw();
			if (box) this.#save({id: null, version: 0, kind: KINDS[0], text: null, removed: false}, box, 0, (one) => {
				const row = this.#row({...one, id: this.count});
				this.list.append(row);
				row.querySelector('select').focus();
			});
		}));
	}

	#draw(quad) {
		tell(t('draw_hint'));
		const side = (pick, i) => pick(...quad.map((point) => point[i]));
		return this.sheet.draw(quad && [side(Math.min, 0), side(Math.min, 1), side(Math.max, 0), side(Math.max, 1)]);
	}

	#save({id, version, kind, text, removed, quad}, box, begun, then) {
		const body = {page: this.page, annotation: id, version, kind, text, box, removed, seconds: begun && (performance.now() - begun) / 1000};
		return saveOrAsk('/api/annotation', body, t('annotations'), (saved) => {
			tell(t('annotation_saved'));
			then({...saved, id, quad: box ? corners(box) : quad});
		});
	}

	#row(one, number = ++this.count) {
		const begun = performance.now();
		const shape = this.sheet.mark(one.quad, 'annotation');
		const save = (change, box = null) => this.#save({...one, kind: kind.value, text: text.value || null, ...change}, box, begun, (fresh) => {
			const next = this.#row(fresh, number);
			shape.remove();
			row.replaceWith(next);
			next.querySelector('input').focus();
		});
		const kind = el('select', {'aria-label': t('kind'), onchange: () => save()}, KINDS.map((key) => el('option', {value: key}, t(`k_${key}`))));
		const text = el('input', {'aria-label': t('text'), value: one.text ?? '', class: 'ocr', autocomplete: 'off',
			onkeydown: (event) => event.key === 'Enter' && !event.repeat && !event.isComposing && save()});
		const redraw = async () => {
			const box = await this.#draw(one.quad);
			if (box) save({}, box);
		};
		const row = el('fieldset', {class: one.removed && 'removed', 'aria-label': t('annotation', {n: number}), onfocusout: () => shape.classList.remove('now'), onfocusin: () => {
			shape.classList.add('now');
			this.sheet.reveal(shape);
		}}, kind, text, button('save', () => save()), button('draw', redraw), button(one.removed ? 'restore' : 'remove', () => save({removed: !one.removed})));
		kind.value = one.kind;
		return row;
	}
}

customElements.define('verno-annotations', AnnotationList);
