/**
 * The only place that touches values. A value is in its input's `value` property and nowhere
 * else: not in the form's state, not in an attribute, not in the webview's stored state.
 */
export function readValue(inputId: string): string {
  return valueInput(inputId)?.value ?? '';
}

export function writeValue(inputId: string, value: string): void {
  const input = valueInput(inputId);
  if (input) input.value = value;
}

/** Empties every input that can hold a value, also those that are hidden now. */
export function clearValues(): void {
  for (const input of document.querySelectorAll('[data-value]')) {
    if (isTextInput(input)) input.value = '';
  }
}

export function pastedText({ clipboardData }: ClipboardEvent): string {
  return clipboardData?.getData('text/plain') ?? '';
}

/**
 * Puts a text over the selection of the input, as a paste does. It is an edit of that input for the browser's
 * undo: Ctrl+Z would otherwise undo the last edit of another input, and move the focus there.
 */
export function insertText(inputId: string, text: string): void {
  const input = valueInput(inputId);
  if (!input) return;
  input.focus();
  // No other way to edit enters the browser's undo history.
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
