// api.js - what is outside the page: storage, the address, the server.

// Storage may be switched off or full: then the page goes on without.
const store = (storage) => ({
	get(key, otherwise) {
		try {
			return JSON.parse(storage.getItem(`verno.${key}`)) ?? otherwise;
		} catch {
			return otherwise;
		}
	},
	set(key, value) {
		try {
			storage.setItem(`verno.${key}`, JSON.stringify(value));
		} catch {}
	},
});
export const tab = store(sessionStorage); // token, what is not saved
export const browser = store(localStorage); // name, language

// The token comes in the fragment, which no log sees.
if (location.hash.length > 1) {
	tab.set('token', location.hash.slice(1));
	history.replaceState(null, '', location.pathname + location.search);
}

export const reviewer = () => browser.get('who', '');

export const query = (values) => `?${new URLSearchParams(Object.entries(values).filter(([, value]) => value))}`;

export const route = () => Object.fromEntries(new URLSearchParams(location.search));

export const showAgain = () => dispatchEvent(new Event('popstate'));

export function go(address) {
	history.pushState(null, '', address);
	showAgain();
}

document.addEventListener('click', (event) => {
	const anchor = event.target.closest('a');
	if (!anchor || event.ctrlKey || event.metaKey || event.shiftKey) return;
	event.preventDefault();
	go(anchor.href);
});

// `passing`: the same may be sent again later.
const refusal = (status, body) => Object.assign(new Error(body.why ?? body.error ?? status), {status, body, passing: [0, 401, 429].includes(status) || status >= 500});

export async function ask(path, body) {
	const headers = {'X-Verno-Token': tab.get('token', ''), 'X-Verno-Who': encodeURIComponent(reviewer()), 'Content-Type': 'application/json'};
	let answer;
	try {
		answer = await fetch(path, {method: body ? 'POST' : 'GET', headers, body: body && JSON.stringify(body), signal: AbortSignal.timeout(20000)});
		if (answer.ok) return await (answer.headers.get('Content-Type').startsWith('image/') ? answer.blob() : answer.json());
	} catch {
		throw refusal(0, {});
	}
	throw refusal(answer.status, await answer.json().catch(() => ({})));
}

// Decoded, so that putting it into the page draws it at once.
export async function picture(path) {
	const image = new Image();
	image.src = URL.createObjectURL(await ask(path));
	await image.decode();
	return image;
}

// What was decided and is not acknowledged: sent one by one, in order, again while the server is away; kept over a reload.
const events = new EventTarget();
const items = tab.get('outbox', []); // {path, body, …}; whatever else one holds comes back with the events
let pumping = false;
let wake;

const happen = (name, detail) => events.dispatchEvent(new CustomEvent(name, {detail}));

export const outbox = {
	items,
	away: null, // why the first one could not be sent

	on: (name, act, signal) => events.addEventListener(name, ({detail}) => act(detail), {signal}),

	push(item) {
		items.push({...item, who: reviewer()});
		outbox.retry();
	},

	undo: () => outbox.push({path: '/api/undo', body: {}}),

	// Sends at once what waits.
	retry() {
		changed();
		wake?.();
		if (!pumping) pump();
	},

	idle: () => items.length && new Promise((resolve) => events.addEventListener('idle', resolve, {once: true})),
};

function changed() {
	tab.set('outbox', items);
	happen('change');
}

async function pump() {
	pumping = true;
	for (let wait = 300; items.length;) {
		const [item] = items;
		try {
			done('saved', {item, answer: await ask(item.path, item.body)});
			wait = 300;
		} catch (error) {
			if (error.passing && item.path !== '/api/undo') {
				const news = !outbox.away;
				outbox.away = error;
				item.tried = true;
				changed();
				if (news) happen('away', {item, error});
				await new Promise((resolve) => setTimeout(wake = resolve, wait));
				wait = Math.min(wait * 2, 3000);
			} else done(isOwn(error, item) ? 'saved' : 'refused', {item, error, answer: {}});
		}
	}
	pumping = false;
	happen('idle');
}

function done(name, detail) {
	items.shift();
	outbox.away = null;
	changed();
	happen(name, detail);
}

// The answer to the first sending was lost: the second meets the reviewer's own decision.
const isOwn = ({status, body: {theirs}}, {tried, who, body}) => status === 409 && tried && theirs?.who === who && theirs.decision === body.decision;

// The fields that wait, in the server's order, the next of them fetched beforehand.
const AHEAD = 16; // ten Enters in a row never meet a field that is not there
const AT_ONCE = 2; // a decision should not wait behind many
const REFILL = 60; // ids left when the server is asked for more

export class Queue {
	ids = [];
	#total = 0;
	#cache = new Map(); // id: {promise, loaded} of {field, image}
	#loading = 0;
	#refill = null;
	#gone = new Set(); // the server may not have heard of it yet

	constructor(filters) {
		this.filters = filters;
	}

	async load() {
		const {total, ids} = await ask(`/api/queue${query(this.filters)}`);
		this.#total = total;
		this.ids.push(...ids.filter((id) => !this.ids.includes(id) && !this.#gone.has(id) && !outbox.items.some(({body}) => body.id === id)));
		this.#fill();
	}

	async again() {
		await outbox.idle();
		this.#gone.clear();
		await this.load();
	}

	// Waits for the first field. One that cannot be had is left out.
	async first() {
		const [id] = this.ids;
		await this.#fetch(id).catch((error) => {
			if (error.passing) throw error;
			this.drop(id);
		});
	}

	loaded(id) {
		return this.#cache.get(id)?.loaded;
	}

	// Its data stay until `forget`, for the server may refuse the decision.
	drop(id) {
		this.ids = this.ids.filter((other) => other !== id);
		this.#gone.add(id);
		this.#fill();
		if (this.ids.length < REFILL && this.#total > this.ids.length)
			this.#refill ??= this.load().catch(() => {}).finally(() => {
				if (this.ids.length >= REFILL) this.#refill = null;
			});
	}

	bring(ids) {
		this.ids = [...new Set([...ids, ...this.ids])];
		ids.forEach((id) => this.forget(id));
		this.#fill();
	}

	forget(id) {
		URL.revokeObjectURL(this.loaded(id)?.image?.src);
		this.#cache.delete(id);
	}

	#fetch(id) {
		const entry = this.#cache.get(id) ?? {promise: fetchField(id)};
		if (!this.#cache.has(id)) {
			this.#cache.set(id, entry);
			entry.promise.then((loaded) => (entry.loaded = loaded), () => this.#cache.delete(id));
		}
		return entry.promise;
	}

	#fill() {
		const id = this.ids.slice(0, AHEAD).find((one) => !this.#cache.has(one));
		if (!id || this.#loading >= AT_ONCE) return;
		this.#loading++;
		this.#fetch(id).then(() => true, () => false).then((more) => {
			this.#loading--;
			if (more) this.#fill();
		});
		this.#fill();
	}
}

// A field that is nowhere on the paper has no crop.
async function fetchField(id) {
	const field = await ask(`/api/field/${id}`);
	const image = await picture(field.crop ? `/api/crop/${id}` : `/api/picture/${field.page}`).catch((error) => {
		if (error.passing) throw error; // one that cannot be had at all is left out
	});
	return {field, image};
}
