import { html, type TemplateResult } from 'lit';
import { limits } from '../../contracts/secret.ts';
import { iconButton, problemIdOf, problemText, textIn } from './parts.ts';
import { generatedValue } from './generated-value.ts';
import { remarkText } from './value-box.ts';
import type { ValueControls } from './value-controls.ts';
import { t } from './words.ts';

interface FormPage {
  readonly busy: boolean;
  readonly keyDown: (event: KeyboardEvent) => void;
  readonly wide?: boolean;
}

/** The frame of a form, which is labeled by the element with the ID `title`. */
export function formPage({ busy, keyDown, wide = false }: FormPage, content: TemplateResult): TemplateResult {
  return html`<form
    class="panel ${wide ? 'wide' : ''}"
    novalidate
    autocomplete="off"
    aria-labelledby="title"
    aria-busy=${busy ? 'true' : 'false'}
    @submit=${(event: Event) => event.preventDefault()}
    @keydown=${keyDown}
  >
    ${content}
  </form>`;
}

export function descriptionField(
  id: string,
  description: string,
  problem: string | undefined,
  describe: (description: string) => void,
): TemplateResult {
  return html`<div class="field">
    <div class="label-line">
      <label for=${id}>${t('Description')} <span class="detail">${t('optional')}</span></label>
      <span class="detail">${description.length} / ${limits.descriptionLength}</span>
    </div>
    <textarea
      id=${id}
      rows="2"
      dir="auto"
      autocomplete="off"
      aria-invalid=${problem === undefined ? 'false' : 'true'}
      aria-describedby="${problemIdOf(id)} description-help"
      .value=${description}
      @input=${(event: Event) => describe(textIn(event))}
    ></textarea>
    ${problemText(id, problem)}
    <p class="help" id="description-help">
      ${t('What it gives access to and who issued it. Visible to everyone who can see the name.')}
    </p>
  </div>`;
}

interface FieldName {
  readonly id: string;
  readonly name: string;
  /** The row number, starting at 1. */
  readonly position: number;
  readonly invalid: boolean;
  readonly rename: (name: string) => void;
  readonly pasted?: (event: ClipboardEvent) => void;
}

export function fieldNameInput({ id, name, position, invalid, rename, pasted }: FieldName): TemplateResult {
  return html`<input
    id=${id}
    class="code"
    type="text"
    autocomplete="off"
    autocapitalize="off"
    spellcheck="false"
    aria-label=${t('Name of field {0}', position)}
    aria-required="true"
    aria-invalid=${invalid ? 'true' : 'false'}
    aria-describedby=${problemIdOf(id)}
    .value=${name}
    @input=${(event: Event) => rename(textIn(event))}
    @paste=${pasted}
  />`;
}

/** The name of a row in labels: its field name, or its number as long as the field has no name. */
export function fieldLabel(name: string, position: number): string {
  return name.trim() === '' ? t('field {0}', position) : name;
}

export function fieldTools(
  values: ValueControls,
  valueId: string,
  label: string,
  remove: () => void,
): TemplateResult {
  return html`<div class="row-tools">
    ${iconButton('wand', t('Generate strong value for {0}', label), () => values.generate(valueId))}
    ${iconButton('trash', t('Remove {0}', label), remove)}
  </div>`;
}

/** Problems below their inputs: those of the name on the left, those of the value on the right. */
export function fieldProblems(
  problems: ReadonlyMap<string, string>,
  nameId: string,
  valueId: string,
  values: ValueControls,
  label: string,
): TemplateResult {
  return html`<div class="row-inputs">
      <div>${problemText(nameId, problems.get(nameId))}</div>
      <div>${problemText(valueId, problems.get(valueId))} ${remarkText(values, valueId)}</div>
    </div>
    ${generatedValue(values, valueId, label)}`;
}
