// keep.js - what outlives a reload: in this tab (token, what is not saved) or in this browser (name, language).

// Storage may be switched off, full, or hold what another program wrote: then the page goes on without.
export const store = (storage) => ({
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

// What was typed into fields that are not decided yet, by id: shown again when the field comes back.
const drafts = new Map(store(sessionStorage).get('drafts', []));

export const draftOf = (id) => drafts.get(id);

export function keepDraft(id, draft) {
	if (draft) drafts.set(id, draft);
	else drafts.delete(id);
	store(sessionStorage).set('drafts', [...drafts]);
}
