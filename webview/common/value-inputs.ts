/**
 * The only code that accesses values. A value exists only in its input's `value` property: not in the form's
 * state, not in an attribute, and not in the webview's stored state.
 */
export function readValue(inputId: string): string {
  return valueInput(inputId)?.value ?? '';
}

export function writeValue(inputId: string, value: string): void {
  const input = valueInput(inputId);
  if (input) input.value = value;
}

/** Clears every input that can contain a value, including hidden inputs. */
export function clearValues(): void {
  for (const input of document.querySelectorAll('[data-value]')) {
    if (isTextInput(input)) input.value = '';
  }
}

export function pastedText({ clipboardData }: ClipboardEvent): string {
  return clipboardData?.getData('text/plain') ?? '';
}

/**
 * Replaces an input's selection with a string, like a paste. The browser records this as an edit of that
 * input; otherwise, Ctrl+Z would undo the last edit of another input and move the focus there.
 */
export function insertText(inputId: string, text: string): void {
  const input = valueInput(inputId);
  if (!input) return;
  input.focus();
  // No other way of editing is recorded in the browser's undo history.
  if (document.execCommand('insertText', false, text)) return;
  input.setRangeText(text, input.selectionStart ?? 0, input.selectionEnd ?? input.value.length, 'end');
}

export type TextInput = HTMLInputElement | HTMLTextAreaElement;

export function isTextInput(element: unknown): element is TextInput {
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
}

function valueInput(inputId: string): TextInput | undefined {
  const element = document.getElementById(inputId);
  return isTextInput(element) ? element : undefined;
}
