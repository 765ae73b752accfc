// api.js - the one door to the server: every request carries the token and the reviewer's name.
import {store} from './keep.js';

// The token comes in the fragment, which no log sees, and is out of the address before anything is drawn.
if (location.hash.length > 1) {
	store(sessionStorage).set('token', location.hash.slice(1));
	history.replaceState(null, '', location.pathname + location.search);
}
const token = store(sessionStorage).get('token', '');

export const reviewer = () => store(localStorage).get('who', '');

export class Refused extends Error {
	constructor(status, body) {
		super(body.why ?? body.error ?? status);
		Object.assign(this, {status, body});
	}

	// The server is away or busy: the same may be sent again later.
	get passing() {
		return [0, 401, 429].includes(this.status) || this.status >= 500;
	}
}

async function ask(path, body) {
	const headers = {'X-Verno-Token': token, 'X-Verno-Who': encodeURIComponent(reviewer()), 'Content-Type': 'application/json'};
	let answer;
	try {
		answer = await fetch(path, {method: body ? 'POST' : 'GET', headers, body: body && JSON.stringify(body), signal: AbortSignal.timeout(20000)});
		if (answer.ok) return await (answer.headers.get('Content-Type').startsWith('image/') ? answer.blob() : answer.json());
	} catch {
		throw new Refused(0, {});
	}
	throw new Refused(answer.status, await answer.json().catch(() => ({})));
}

export const get = (path) => ask(path);

export const post = ask;

// A picture that is decoded, so that putting it into the page draws it at once.
export async function picture(path) {
	const image = new Image();
	image.src = URL.createObjectURL(await ask(path));
	await image.decode();
	return image;
}

export const query = (values) => `?${new URLSearchParams(Object.entries(values).filter(([, value]) => value))}`;
