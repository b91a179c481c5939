import { html, type TemplateResult } from 'lit';
import { icon } from '../common/parts.ts';
import { t } from '../common/words-model.ts';

/** Stands for a value that the form does not have: the text stays with the editor until it goes to the vault. */
export function literalValue(place: string): TemplateResult {
  return html`<div class="field" role="group" aria-labelledby="literal-heading">
    <h2 id="literal-heading">${t('Value')}</h2>
    <div class="literal">
      <p>${t('The selected text of {0}. It is not shown here.', place)}</p>
      <p class="help">
        ${t('Create stores it in the vault and puts the code that reads it in its place. Undo brings the text back.')}
      </p>
      <p class="warning">
        ${icon('warning')}
        <span>
          ${t('The text stays in the history of version control. Get a new credential from its issuer soon, store it with Rotate, and revoke this one.')}
        </span>
      </p>
    </div>
  </div>`;
}
