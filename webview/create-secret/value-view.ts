import { html, type TemplateResult } from 'lit';
import { linkButton, problemText } from '../common/parts.ts';
import { remarkText, valueInput } from '../common/value-box.ts';
import { t } from '../common/words.ts';
import type { CreateActions, CreateForm } from './form.ts';
import { inputIds } from './state.ts';

/** The value of a single-value secret, with its label and helpers. */
export function singleValue({ problems }: CreateForm, { values }: CreateActions): TemplateResult {
  const id = inputIds.single;
  return html`<div class="field">
    <label for=${id}>${t('Value')}</label>
    ${valueInput({ id, values, required: true, invalid: problems.has(id) })}
    ${problemText(id, problems.get(id))} ${remarkText(values, id)}
    <p class="help">
      ${t('Hidden while you type, sent once, never shown again.')}
      ${linkButton(t('Generate strong value'), () => values.generate(id))}
    </p>
  </div>`;
}
