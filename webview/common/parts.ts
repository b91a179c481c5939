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

/** An error, announced immediately. The region always exists, because only its changes are announced. */
export function alertRegion(message: string): TemplateResult {
  const content = message === '' ? nothing : html`${icon('error')}<span>${message}</span>`;
  return html`<div role="alert" class="alert">${content}</div>`;
}

/** A status, announced when the screen reader is idle, and not shown. */
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

/** An input that filters a list; `label` is also its placeholder by default. */
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

/** Whether the check box that sent the event is now ticked. */
export function tickedIn(event: Event): boolean {
  return event.currentTarget instanceof HTMLInputElement && event.currentTarget.checked;
}

export function focusOn(id: string | undefined): void {
  if (id !== undefined) document.getElementById(id)?.focus();
}
