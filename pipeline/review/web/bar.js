// bar.js - the head of the page: where one is, how far the work is, what is not saved, which fields are asked for.
import {get, reviewer} from './api.js';
import {button, el, link, visible} from './dom.js';
import {outbox} from './outbox.js';
import {go, route} from './route.js';
import {language, LANGUAGES, nameInWords, reasonInWords, setLanguage, t} from './text.js';

const LONGEST = 120; // seconds of one field that count: a longer look was a pause

customElements.define('verno-bar', class extends HTMLElement {
	#spent = 0; // seconds over decisions of this session
	#count = 0;

	connectedCallback() {
		outbox.addEventListener('change', () => this.#state());
		outbox.addEventListener('saved', ({detail: {item: {body}, answer}}) => {
			if (body.seconds) {
				this.#count += body.items?.length ?? 1;
				this.#spent += Math.min(LONGEST, body.seconds);
			}
			if (answer.progress) this.#line(answer.progress);
		});
	}

	async show(askName) {
		const {view = 'field', ...filters} = route();
		const to = (key, there) => {
			const anchor = link({view: there}, t(key));
			if (there.startsWith(view)) anchor.setAttribute('aria-current', 'page');
			return anchor;
		};
		const other = LANGUAGES.find((code) => code !== language());
		const tongue = button('language', () => {
			setLanguage(other);
			dispatchEvent(new Event('popstate'));
		}, null, {lang: other});
		this.line = el('p', {class: 'progress'}, this.line?.textContent);
		this.state = el('span', {role: 'status'});
		const choices = el('form', {class: 'filters', 'aria-label': t('filters')});
		this.replaceChildren(el('header', el('b', 'verno'), to('fields', 'field'), to('groups', 'groups'), to('pages', 'pages'), this.line, this.state,
			el('button', {type: 'button', onclick: askName, 'aria-label': `${t('who')}: ${reviewer()}`}, visible(reviewer() || t('who'))), tongue), choices);
		this.#state();
		const folder = await get('/api/folder');
		document.title = `${folder.name} · verno`;
		this.#line(folder.progress);
		if (view === 'field') choices.replaceChildren(...this.#filters(folder, filters));
	}

	#filters({names, forms, reasons}, now) {
		const choice = (key, rows) => {
			const select = el('select', {onchange: () => go({...now, field: null, [key]: select.value})}, rows.map(([value, words]) => el('option', {value}, words)));
			select.value = now[key] ?? rows[0][0];
			return el('label', t(key), ' ', select);
		};
		const some = (key, rows, words) => choice(key, [['', t('all')], ...rows.map((row) => [row[key], `${words(row[key])} (${row.count})`])]);
		return [choice('order', [['loss', t('order_loss')], ['page', t('order_page')]]), some('name', names, nameInWords), some('form', forms, (form) => form), some('reason', reasons, reasonInWords)];
	}

	#line(progress) {
		const {left, done, mine, audit_left: audit, to_arbitrate: differ, seeds} = progress;
		const rate = this.#spent && this.#count / this.#spent * 60;
		this.line.textContent = [t('left', {n: left}), t('done', {n: done}), t('mine', {n: mine}), audit && t('audit_left', {n: audit}), differ && t('to_arbitrate', {n: differ}),
			rate && t('rate', {n: Math.round(rate)}), rate && left && t('time_left', {n: Math.ceil(left / rate)}), seeds && t('seeds', progress)].filter(Boolean).join(' · ');
	}

	// Said by a sign and words, never by colour alone.
	#state() {
		const n = outbox.items.length;
		const [kind, icon] = outbox.away ? ['not_saved', '⚠'] : n ? ['saving', '…'] : ['saved', '✓'];
		this.state.className = `state ${kind}`;
		this.state.textContent = `${icon} ${t(kind, {n})}`;
	}
});
