import { html, type TemplateResult } from 'lit';
import { icon } from '../common/parts.ts';
import { t } from '../common/words.ts';
import type { CreateState } from './state.ts';

/**
 * Shown instead of a value that the form does not have: the text stays with the editor until it goes to the
 * vault.
 */
export function literalValue({ literal = '', kind, rows }: CreateState): TemplateResult {
  return html`<div class="field" role="group" aria-labelledby="literal-heading">
    <h2 id="literal-heading">${t('Value')}</h2>
    <div class="literal">
      <p>
        ${kind === 'single' ? t('The selected text of {0}. It is not shown here.', literal) : textsOf(literal, rows)}
      </p>
      <p class="help">
        ${t('Create stores it in the vault and replaces the text with code that reads it. Undo restores the text.')}
      </p>
      <p class="warning">
        ${icon('warning')}
        <span>
          ${t('The text remains in version control history. Get a new credential from its issuer soon, store it with Rotate, and revoke this one.')}
        </span>
      </p>
    </div>
  </div>`;
}

/** A credential of several parts: only their names are known here. */
function textsOf(place: string, rows: CreateState['rows']): string {
  const names = rows.map(({ name }) => name).join(', ');
  return t('The selected texts of {0} become the fields {1}. They are not shown here.', place, names);
}
