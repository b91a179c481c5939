import { isTextInput, type TextInput } from './value-inputs.ts';

/**
 * Remembers what a drawing must not change, and returns what puts it back: the value of each input that
 * another of the same id replaces, the focus where drawing lost it, and the selection with it.
 */
export function keepInputs(): () => void {
  const values = [...document.querySelectorAll('[data-value]')].filter(isTextInput);
  const { activeElement: focused } = document;
  const selection = isTextInput(focused) ? selectionOf(focused) : undefined;
  return () => {
    for (const input of values) carryValue(input);
    const now = focused?.isConnected ? focused : sameControl(focused);
    if (now instanceof HTMLElement && hasLostFocus()) now.focus({ preventScroll: true });
    if (document.activeElement === now && isTextInput(now) && selection) select(now, selection);
  };
}

interface Selection {
  readonly value: string;
  readonly start: number;
  readonly end: number;
  readonly direction: 'forward' | 'backward' | 'none';
}

/** A person who works in another part of the editor keeps the focus there. */
function hasLostFocus(): boolean {
  return document.activeElement === document.body && document.hasFocus();
}

/** Undefined for inputs without text, such as check boxes. */
function selectionOf(input: TextInput): Selection | undefined {
  const { value, selectionStart: start, selectionEnd: end, selectionDirection: direction } = input;
  return start === null || end === null ? undefined : { value, start, end, direction: direction ?? 'none' };
}

/** A text that was changed on purpose has a caret of its own. */
function select(input: TextInput, { value, start, end, direction }: Selection): void {
  if (input.value === value) input.setSelectionRange(start, end, direction);
}

function carryValue(input: TextInput): void {
  if (input.isConnected) return;
  const replacement = sameControl(input);
  if (isTextInput(replacement)) replacement.value = input.value;
}

function sameControl(control: Element | null): Element | null {
  return control && control.id !== '' ? document.getElementById(control.id) : null;
}
