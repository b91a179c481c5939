import { VscodeButton } from '@vscode-elements/elements/dist/vscode-button/vscode-button.js';
import { VscodeIcon } from '@vscode-elements/elements/dist/vscode-icon/vscode-icon.js';
import type { CSSResult } from 'lit';
import { isRecord } from '../../contracts/guards.ts';
import { controlStyles } from './control-styles.ts';
import { layoutStyles } from './layout-styles.ts';
import { clearValues } from './value-inputs.ts';

/**
 * The API that VS Code provides to a webview. It deliberately does not include reading the state: the host
 * restores what matters.
 */
interface VsCodeApi {
  readonly postMessage: (message: unknown) => void;
  readonly setState: (state: object) => void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** How a panel sends data to the editor. */
export interface Host<From> {
  readonly post: (message: From) => void;
  /**
   * Stores the state from which the host restores the panel after the editor restarts. Never contains a
   * value.
   */
  readonly keep: (state: object) => void;
}

interface Panel<To> {
  receive(message: To): void;
}

/**
 * Opens a page's panel; call it only once. The host is part of the same extension, so its messages are not
 * validated again. Messages from other sources do not have a type that a panel handles.
 */
export function openPanel<From, To>(
  create: (root: HTMLElement, host: Host<From>) => Panel<To>,
  ...styles: readonly CSSResult[]
): void {
  const root = document.getElementById('app');
  if (!root) return;
  register('vscode-button', VscodeButton);
  register('vscode-icon', VscodeIcon);
  adopt([layoutStyles, controlStyles, ...styles]);
  const { postMessage: post, setState: keep } = acquireVsCodeApi();
  const panel = create(root, { post, keep });
  window.addEventListener('message', ({ data }: MessageEvent<To>) => {
    if (isRecord(data)) panel.receive(data);
  });
  window.addEventListener('pagehide', clearValues);
  post({ type: 'ready' });
}

/**
 * Elements currently register themselves on import, but that is not guaranteed. Text inputs are native on
 * purpose: those of vscode-elements copy the value to their form state and cannot be associated with an error
 * message.
 */
function register(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element);
}

/**
 * Adds the styles as constructed style sheets, because the page's policy does not allow inline styles. The
 * panel's own styles come last.
 */
function adopt(styles: readonly CSSResult[]): void {
  const sheets = styles.map(({ styleSheet }) => styleSheet).filter((sheet) => sheet !== undefined);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, ...sheets];
}
