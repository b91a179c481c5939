import { VscodeButton } from '@vscode-elements/elements/dist/vscode-button/vscode-button.js';
import { VscodeIcon } from '@vscode-elements/elements/dist/vscode-icon/vscode-icon.js';

/**
 * Makes sure the elements that the views use are registered. Text inputs are native on purpose: those of
 * vscode-elements copy the value into form state and cannot be described by an error message.
 */
export function registerElements(): void {
  register('vscode-button', VscodeButton);
  register('vscode-icon', VscodeIcon);
}

/** They register themselves on import today, but that is not guaranteed. */
function register(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element);
}
