// route.js - where the reviewer is stands in the address, so that a reload or a link shows the same.
import {query} from './api.js';

export const route = () => Object.fromEntries(new URLSearchParams(location.search));

export function go(values, replace) {
	history[replace ? 'replaceState' : 'pushState'](null, '', query(values));
	if (!replace) dispatchEvent(new Event('popstate'));
}

// Links within the page do not load it again.
document.addEventListener('click', (event) => {
	const anchor = event.target.closest('a');
	if (!anchor || event.ctrlKey || event.metaKey || event.shiftKey) return;
	event.preventDefault();
	go(Object.fromEntries(new URL(anchor.href).searchParams));
});
