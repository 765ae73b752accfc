// outbox.js - what was decided and is not acknowledged yet. Sent one by one in the order of the decisions; kept over a
// reload; sent again for as long as the server is away. Nothing leaves the list before the server said so.
import {post, reviewer} from './api.js';
import {store} from './keep.js';

const LONGEST_WAIT = 3000;

class Outbox extends EventTarget {
	items = store(sessionStorage).get('outbox', []);
	away = null; // why the first one could not be sent
	#pumping = false;
	#wake = null;

	// item: {path, body, …}; whatever else it holds comes back with the events.
	push(item) {
		this.items.push({...item, who: reviewer()});
		this.retry();
	}

	// Sends at once what waits; the first one may have been changed.
	retry() {
		this.#changed();
		this.#wake?.();
		if (!this.#pumping) this.#pump();
	}

	holds(id) {
		return this.items.some(({body}) => body.id === id || body.items?.some((one) => one.id === id));
	}

	async idle() {
		if (this.items.length) await new Promise((resolve) => this.addEventListener('idle', resolve, {once: true}));
	}

	#changed() {
		store(sessionStorage).set('outbox', this.items);
		this.#tell('change');
	}

	#tell(name, detail) {
		this.dispatchEvent(new CustomEvent(name, {detail}));
	}

	async #pump() {
		this.#pumping = true;
		for (let wait = 300; this.items.length;) {
			const item = this.items[0];
			try {
				const answer = await post(item.path, item.body);
				wait = 300;
				this.#take('saved', {item, answer});
			} catch (error) {
				if (error.passing && item.path !== '/api/undo') {
					this.#lost(item, error);
					await new Promise((resolve) => setTimeout(this.#wake = resolve, wait));
					wait = Math.min(wait * 2, LONGEST_WAIT);
				} else this.#take(isOwn(error, item) ? 'saved' : 'refused', {item, error, answer: {}});
			}
		}
		this.#pumping = false;
		this.#tell('idle');
	}

	#take(name, detail) {
		this.items.shift();
		this.away = null;
		this.#changed();
		this.#tell(name, detail);
	}

	#lost(item, error) {
		const news = !this.away;
		this.away = error;
		item.tried = true;
		this.#changed();
		if (news) this.#tell('away', {item, error});
	}
}

// The answer to the first sending was lost, and the second one meets the reviewer's own decision.
const isOwn = ({status, body}, item) => status === 409 && item.tried && body.theirs?.who === item.who && body.theirs.decision === item.body.decision;

export const outbox = new Outbox();
