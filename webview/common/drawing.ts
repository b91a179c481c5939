import { render, type TemplateResult } from 'lit';
import { isTextInput, type TextInput } from './value-inputs.ts';

/**
 * Renders a panel. Removing a focused input fires its events, and their handlers render again: a render
 * requested during another one runs after it. Typed values, the selection and the focus are preserved.
 */
export class Drawing {
  readonly #root: HTMLElement;
  #next: TemplateResult | undefined;
  #isDrawing = false;

  constructor(root: HTMLElement) {
    this.#root = root;
  }

  draw(view: TemplateResult): void {
    this.#next = view;
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    const restoreInputs = keepInputs();
    try {
      this.#drawAll();
    } finally {
      this.#isDrawing = false;
    }
    restoreInputs();
  }

  #drawAll(): void {
    while (this.#next) {
      const view = this.#next;
      this.#next = undefined;
      render(view, this.#root);
    }
  }
}

/**
 * Captures what rendering must not change, and returns a function that restores it: the value of each input
 * that is replaced by another of the same id, the focus if rendering lost it, and the selection.
 */
function keepInputs(): () => void {
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

/** If the user is working in another part of the editor, the focus stays there. */
function hasLostFocus(): boolean {
  return document.activeElement === document.body && document.hasFocus();
}

/** Undefined for inputs without text, such as check boxes. */
function selectionOf(input: TextInput): Selection | undefined {
  const { value, selectionStart: start, selectionEnd: end, selectionDirection: direction } = input;
  return start === null || end === null ? undefined : { value, start, end, direction: direction ?? 'none' };
}

/** Text that was changed on purpose has its own caret position. */
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
