// keys.js - which key is which command, by physical key, so that a Russian layout changes nothing; and the line in which
// keystrokes wait while no field is on the screen.

const CHORDS = {KeyU: {decide: 'unsure'}, KeyI: {decide: 'illegible'}, KeyA: {decide: 'absent'}, KeyN: {decide: 'other'}, KeyH: {history: true}};

// The command of a key, or nothing. Enter is one in the field's input only.
function commandOf({code, altKey, ctrlKey, metaKey, shiftKey}, inInput) {
	const control = ctrlKey || metaKey;
	if (altKey) {
		if (control || shiftKey) return null;
		const digit = /^Digit([1-9])$/.exec(code);
		return digit ? {take: Number(digit[1])} : CHORDS[code];
	}
	if (control) return code === 'KeyZ' && !shiftKey ? {undo: true} : code === 'KeyZ' || code === 'KeyY' ? {redo: true} : null;
	if (code === 'F2') return {page: true};
	return inInput && !shiftKey && (code === 'Enter' || code === 'NumpadEnter') ? {accept: true} : null;
}

// Keystrokes in the order they were pressed. A command waits until the field it is meant for has been drawn; what comes
// after a waiting command waits too. Nothing waits for longer than a field takes to load.
export class KeyLine {
	#waiting = [];

	// shown(): is there a field in the page; drawn(): has it been on the screen; run(command), type(text) do the work.
	constructor(does) {
		Object.assign(this, does);
	}

	// True where the key was taken, so that the browser leaves it alone.
	press(event, inInput) {
		if (event.isComposing || event.getModifierState('AltGraph')) return false;
		const command = commandOf(event, inInput);
		if (command && event.repeat && !command.undo && !command.redo) return true;
		const text = inInput && !event.ctrlKey && !event.altKey && !event.metaKey && [...event.key].length === 1 && event.key;
		const wait = this.#waiting.length || !this.shown() || (command && !this.drawn());
		if (wait && (command || text)) this.#waiting.push({command, text});
		else if (command) this.run(command);
		else return false;
		return true;
	}

	drain() {
		while (this.#waiting.length && this.shown()) {
			const {command, text} = this.#waiting[0];
			if (command && !this.drawn()) return;
			this.#waiting.shift();
			if (command) this.run(command);
			else this.type(text);
		}
	}

	clear() {
		this.#waiting = [];
	}
}

// Undoing of typing, kept here because a browser's own history runs on from one field into the next.
export class TypingHistory {
	begin(input) {
		Object.assign(this, {input, past: [], future: [], last: 0});
		this.now = this.#state();
	}

	#state() {
		const {value, selectionStart, selectionEnd} = this.input;
		return [value, selectionStart, selectionEnd];
	}

	// After each change. Letters typed in one go are one step.
	note(kind) {
		const time = performance.now();
		if (kind !== 'insertText' || !this.past.length || time - this.last > 500) this.past.push(this.now);
		this.last = time;
		this.future = [];
		this.now = this.#state();
	}

	step(back) {
		const [from, to] = back ? [this.past, this.future] : [this.future, this.past];
		if (!from.length) return;
		to.push(this.now);
		this.now = from.pop();
		this.last = 0;
		this.input.value = this.now[0];
		this.input.setSelectionRange(this.now[1], this.now[2]);
	}
}
