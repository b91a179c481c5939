import { html, nothing, type TemplateResult } from 'lit';

export type Part = TemplateResult | typeof nothing;

/** Decoration only: screen readers skip it. */
export function icon(name: string): TemplateResult {
  return html`<vscode-icon name=${name}></vscode-icon>`;
}

/** The id of {@link problemText}, for `aria-describedby`. */
export const problemIdOf = (inputId: string): string => `${inputId}-problem`;

/** Why an input is rejected, shown below it. */
export function problemText(inputId: string, message: string | undefined): Part {
  if (message === undefined) return nothing;
  return html`<p class="problem" id=${problemIdOf(inputId)}>${icon('error')}<span>${message}</span></p>`;
}

/** A button that shows an icon; `label` is its name and its tooltip. */
export function iconButton(name: string, label: string, press: () => void, disabled = false): TemplateResult {
  return html`<button
    type="button"
    class="icon-button"
    aria-label=${label}
    title=${label}
    ?disabled=${disabled}
    @click=${press}
  >
    ${icon(name)}
  </button>`;
}

/** A low-emphasis button within text. */
export function linkButton(label: string, press: () => void): TemplateResult {
  return html`<button type="button" class="link-button" @click=${press}>${label}</button>`;
}

/** An error, announced immediately. The region always exists, because only its changes are announced. */
export function alertRegion(message: string): TemplateResult {
  const content = message === '' ? nothing : html`${icon('error')}<span>${message}</span>`;
  return html`<div role="alert" class="alert">${content}</div>`;
}

/** A status, announced when the screen reader is idle, and not shown. */
export function statusRegion(message: string): TemplateResult {
  return html`<div role="status" class="visually-hidden">${message}</div>`;
}
