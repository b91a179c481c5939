/**
 * The only place that touches values. A value stands in its input's `value` property and nowhere
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

/** The text that the input would hold after a paste over its selection. */
export function textAfterPaste(inputId: string, pasted: string): string {
  const input = valueInput(inputId);
  if (!input) return pasted;
  const { value, selectionStart, selectionEnd } = input;
  const start = selectionStart ?? value.length;
  return value.slice(0, start) + pasted + value.slice(selectionEnd ?? start);
}

export type TextInput = HTMLInputElement | HTMLTextAreaElement;

export function isTextInput(element: unknown): element is TextInput {
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
}

function valueInput(inputId: string): TextInput | undefined {
  const element = document.getElementById(inputId);
  return isTextInput(element) ? element : undefined;
}
