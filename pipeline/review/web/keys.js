// keys.js - which physical key is which command; keystrokes that wait for a field; and undoing of typing.

const CHORDS = {KeyU: 'unsure', KeyI: 'illegible', KeyA: 'absent', KeyN: 'other', KeyH: 'history'};

// '1' … '9' take a reading. Enter is a command in the field's input only.
function commandOf({code, altKey, ctrlKey, metaKey, shiftKey}, inInput) {
	const control = ctrlKey || metaKey;
	if (altKey) return control || shiftKey ? null : CHORDS[code] ?? /^Digit([1-9])$/.exec(code)?.[1];
	if (control) return code === 'KeyZ' && !shiftKey ? 'undo' : /Key[YZ]/.test(code) && 'redo';
	return code === 'F2' ? 'page' : inInput && !shiftKey && /Enter$/.test(code) && 'accept';
}

// A command waits until its field has been drawn; what comes after a waiting command waits too.
// shown(): is there a field; drawn(): was it painted; run(command), type(text).
export function keyLine({shown, drawn, run, type}) {
	let waiting = [];
	return {
		// True where the key was taken.
		press(event, inInput) {
			if (event.isComposing || event.getModifierState('AltGraph')) return false;
			const command = commandOf(event, inInput);
			if (command && event.repeat && !['undo', 'redo'].includes(command)) return true;
			const text = inInput && !event.ctrlKey && !event.altKey && !event.metaKey && [...event.key].length === 1 && event.key;
			const wait = waiting.length || !shown() || (command && !drawn());
			if (wait && (command || text)) waiting.push({command, text});
			else if (command) run(command);
			else return false;
			return true;
		},

		drain() {
			while (waiting.length && shown() && (drawn() || !waiting[0].command)) {
				const {command, text} = waiting.shift();
				if (command) run(command);
				else type(text);
			}
		},

		clear: () => (waiting = []),
	};
}

// The browser's own history would run on into the next field.
let input, past, future, last, now;
const state = () => [input.value, input.selectionStart, input.selectionEnd];

export const typing = {
	begin(target) {
		input = target;
		past = [];
		future = [];
		now = state();
	},

	// Letters typed in one go are one step.
	note(kind) {
		const time = performance.now();
		if (kind !== 'insertText' || !past.length || time - last > 500) past.push(now);
		last = time;
		future = [];
		now = state();
	},

	step(redo) {
		const [from, to] = redo ? [future, past] : [past, future];
		if (!from.length) return false;
		to.push(now);
		now = from.pop();
		last = 0;
		input.value = now[0];
		input.setSelectionRange(...now.slice(1));
		return true;
	},
};
