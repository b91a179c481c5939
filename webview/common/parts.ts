import { html, nothing, type TemplateResult } from 'lit';

export type Part = TemplateResult | typeof nothing;

/** A decorative icon, which screen readers skip. */
export function icon(name: string): TemplateResult {
  return html`<vscode-icon name=${name}></vscode-icon>`;
}

/** The ID of an input's {@link problemText}, for `aria-describedby`. */
export const problemIdOf = (inputId: string): string => `${inputId}-problem`;

/** Explains below an input why it was rejected. */
export function problemText(inputId: string, message: string | undefined): Part {
  if (message === undefined) return nothing;
  return html`<p class="problem" id=${problemIdOf(inputId)}>${icon('error')}<span>${message}</span></p>`;
}

/** A button with an icon; `label` is its accessible name and tooltip. */
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

interface Button {
  readonly id: string;
  readonly label: string;
  readonly press: () => void;
  readonly disabled?: boolean;
  readonly secondary?: boolean;
}

export function button({ id, label, press, disabled = false, secondary = false }: Button): TemplateResult {
  return html`<vscode-button
    id=${id}
    ?secondary=${secondary}
    ?disabled=${disabled}
    aria-disabled=${disabled ? 'true' : 'false'}
    @click=${press}
    >${label}</vscode-button
  >`;
}

/** A low-emphasis button within text. */
export function linkButton(label: string, press: () => void): TemplateResult {
  return html`<button type="button" class="link-button" @click=${press}>${label}</button>`;
}

/**
 * An error that is announced immediately. The region always exists, because only changes to it are announced.
 */
export function alertRegion(message: string): TemplateResult {
  const content = message === '' ? nothing : html`${icon('error')}<span>${message}</span>`;
  return html`<div role="alert" class="alert">${content}</div>`;
}

/** A warning that is announced when the screen reader is idle. */
export function warningRegion(text: string): TemplateResult {
  const content: Part =
    text === '' ? nothing : html`<p class="warning">${icon('warning')}<span>${text}</span></p>`;
  return html`<div aria-live="polite">${content}</div>`;
}

/** A status that is not visible, but is announced when the screen reader is idle. */
export function statusRegion(message: string): TemplateResult {
  return html`<div role="status" class="visually-hidden">${message}</div>`;
}

export function tableHead(headings: readonly (TemplateResult | string)[]): TemplateResult {
  return html`<thead>
    <tr>
      ${headings.map((heading) => html`<th scope="col">${heading}</th>`)}
    </tr>
  </thead>`;
}

/** An input that filters a list; `label` is also the default placeholder. */
export function filterInput(
  id: string,
  label: string,
  value: string,
  change: (text: string) => void,
  placeholder = label,
): TemplateResult {
  return html`<div class="filter">
    ${icon('search')}
    <input
      id=${id}
      type="text"
      autocomplete="off"
      spellcheck="false"
      aria-label=${label}
      placeholder=${placeholder}
      .value=${value}
      @input=${(event: Event) => change(textIn(event))}
    />
  </div>`;
}

export function textIn(event: Event): string {
  const { currentTarget: input } = event;
  return input instanceof HTMLInputElement || input instanceof HTMLTextAreaElement ? input.value : '';
}

/** Whether the check box that fired the event is now checked. */
export function tickedIn(event: Event): boolean {
  return event.currentTarget instanceof HTMLInputElement && event.currentTarget.checked;
}

/**
 * Moves the focus to an element, and scrolls the page to it. Browsers would also scroll the window around the
 * page if the page is not laid out yet. Parts of the editor are a few pixels larger than their place, and no
 * one could scroll them back.
 */
export function focusOn(id: string | undefined): void {
  const element = id === undefined ? null : document.getElementById(id);
  if (!element) return;
  element.focus({ preventScroll: true });
  const { top, bottom } = element.getBoundingClientRect();
  const end = window.innerHeight - footerHeight;
  if (top < 0) window.scrollBy(0, top);
  else if (bottom > end && !element.closest('footer')) window.scrollBy(0, Math.min(top, bottom - end));
}

/** In pixels: the part of the page that a footer can cover. */
const footerHeight = 104;
