// queue.js - the fields that wait, in the server's order, and the next of them fetched with their pictures beforehand.
import {get, picture, query} from './api.js';
import {outbox} from './outbox.js';

const AHEAD = 16; // fields held ready: ten Enters in a row never meet one that is not there
const AT_ONCE = 2; // the server cuts one picture after another: a decision should not wait behind many
const REFILL = 60; // ids left when the server is asked for more

export class Queue {
	ids = [];
	#total = 0;
	#cache = new Map(); // id: {promise} of {field, image}, which is `loaded` once it is there
	#loading = 0;
	#refill = null;
	#gone = new Set(); // taken here; the server may not have heard of it yet

	constructor(filters) {
		this.filters = filters;
	}

	// Asks for the list; adds what is new at the end.
	async load() {
		const {total, ids} = await get(`/api/queue${query(this.filters)}`);
		this.#total = total;
		this.ids.push(...ids.filter((id) => !this.ids.includes(id) && !this.#gone.has(id) && !outbox.holds(id)));
		this.#fill();
	}

	// After the list ran out: what others left comes back when their time is over.
	async again() {
		await outbox.idle();
		this.#gone.clear();
		await this.load();
	}

	// The first field where it is loaded, null where it is on its way, undefined where none is left.
	ready() {
		return this.ids.length ? this.loaded(this.ids[0]) ?? null : undefined;
	}

	// Waits for the first field. One that cannot be had is left out.
	async first() {
		while (this.ids.length) {
			const [id] = this.ids;
			try {
				return await this.#fetch(id);
			} catch (error) {
				if (error.passing) throw error;
				this.drop(id);
			}
		}
		return undefined;
	}

	loaded(id) {
		return this.#cache.get(id)?.loaded;
	}

	// Takes a field out of the list; its data stay until `forget`, for the server may refuse the decision.
	drop(id) {
		this.ids = this.ids.filter((other) => other !== id);
		this.#gone.add(id);
		this.#fill();
		if (this.ids.length < REFILL && this.#total > this.ids.length)
			this.#refill ??= this.load().catch(() => {}).finally(() => {
				if (this.ids.length >= REFILL) this.#refill = null;
			});
	}

	// Puts fields to the front, fetched anew.
	bring(ids) {
		this.ids = [...ids, ...this.ids.filter((id) => !ids.includes(id))];
		for (const id of ids) this.forget(id);
		this.#fill();
	}

	forget(id) {
		URL.revokeObjectURL(this.loaded(id)?.image?.src);
		this.#cache.delete(id);
	}

	#fetch(id) {
		let entry = this.#cache.get(id);
		if (!entry) {
			entry = {promise: fetchField(id)};
			entry.promise.then((loaded) => (entry.loaded = loaded), () => this.#cache.delete(id));
			this.#cache.set(id, entry);
		}
		return entry.promise;
	}

	#fill() {
		for (const id of this.ids.slice(0, AHEAD)) {
			if (this.#loading >= AT_ONCE) return;
			if (this.#cache.has(id)) continue;
			this.#loading++;
			this.#fetch(id).then(() => true, () => false).then((more) => {
				this.#loading--;
				if (more) this.#fill();
			});
		}
	}
}

// A field that is nowhere on the paper has no crop: its whole page is shown.
async function fetchField(id) {
	const field = await get(`/api/field/${id}`);
	const image = await picture(field.crop ? `/api/crop/${id}` : `/api/picture/${field.page}`).catch((error) => {
		if (error.passing) throw error; // a picture that cannot be had at all is left out, one that is late is not
		return null;
	});
	return {field, image};
}
