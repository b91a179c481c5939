import { render, type TemplateResult } from 'lit';
import { isTextInput, type TextInput } from './value-inputs.ts';

/**
 * Renders a panel. Removing a focused input fires events whose handlers request another render, which runs
 * after the current one. Typed values, the selection and the focus are preserved. Nothing is rendered while the
 * mouse presses a control, because the control could move from below the mouse and lose the click.
 */
export class Drawing {
  readonly #root: HTMLElement;
  #next: TemplateResult | undefined;
  #isDrawing = false;
  #isPressed = false;

  constructor(root: HTMLElement) {
    this.#root = root;
    const capture = true;
    addEventListener('pointerdown', ({ target }) => (this.#isPressed = isControl(target)), { capture });
    addEventListener('pointermove', ({ buttons }) => buttons === 0 && this.#release(), { capture });
    for (const end of ['pointerup', 'pointercancel', 'keydown'])
      addEventListener(end, () => this.#release(), { capture });
    // Of the window only: a press takes the focus from the control that had it.
    addEventListener('blur', () => this.#release());
    // Before the control handles its click, whose handler must belong to the current state.
    addEventListener('click', () => this.#drawNext(), { capture });
  }

  draw(view: TemplateResult): void {
    this.#next = view;
    if (!this.#isPressed) this.#drawNext();
  }

  /** A click follows immediately, if there is one. */
  #release(): void {
    if (!this.#isPressed) return;
    this.#isPressed = false;
    setTimeout(() => this.#drawNext());
  }

  #drawNext(): void {
    if (this.#isDrawing || !this.#next) return;
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

/** Not scrollbars, whose release is not always reported. */
function isControl(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest('a, button, input, label, select, vscode-button') !== null
  );
}

/**
 * Captures what rendering must not change, and returns a function that restores it: the values of inputs that
 * are replaced by inputs with the same ID, the focus if rendering removed it, and the selection.
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

/**
 * Whether rendering removed the focus. False if the user is working in another part of the editor, where the
 * focus must stay.
 */
function hasLostFocus(): boolean {
  return document.activeElement === document.body && document.hasFocus();
}

/** Undefined for inputs without text, such as check boxes. */
function selectionOf(input: TextInput): Selection | undefined {
  const { value, selectionStart: start, selectionEnd: end, selectionDirection: direction } = input;
  return start === null || end === null ? undefined : { value, start, end, direction: direction ?? 'none' };
}

/** Restores the selection unless the value was changed on purpose; such changes set the caret themselves. */
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
