import { html, type TemplateResult } from 'lit';
import { icon, linkButton } from '../common/parts.ts';
import { t } from '../common/words.ts';
import { changeText } from './cell-words.ts';
import { type MatrixActions, type MatrixForm, previewId } from './form.ts';
import { previewOf, type PreviewRow } from './preview.ts';

/** Shows everything that the save would do, before it is done. */
export function previewSection({ matrix }: MatrixForm, actions: MatrixActions): TemplateResult {
  return html`<section class="preview" id=${previewId} tabindex="-1" aria-labelledby="preview-heading">
    <h2 id="preview-heading">${t('What will change')}</h2>
    <p class="help">${t('All changes are saved together, or none.')}</p>
    <div class="preview-rows" role="group" tabindex="0" aria-labelledby="preview-heading">
      <table>
        <thead>
          <tr>
            <th scope="col">${t('Secret')}</th>
            <th scope="col">${t('Agent')}</th>
            <th scope="col">${t('Change')}</th>
            <th scope="col">${t('In its code')}</th>
          </tr>
        </thead>
        <tbody>
          ${previewOf(matrix).map((row) => previewRow(row, actions))}
        </tbody>
      </table>
    </div>
  </section>`;
}

function previewRow(
  { cell, agentName, granted, breaks, impact }: PreviewRow,
  actions: MatrixActions,
): TemplateResult {
  const link = (): TemplateResult => linkButton(impact, () => actions.openPlaces(cell));
  return html`<tr>
    <th scope="row"><code>${cell.name}</code></th>
    <td>${agentName}</td>
    <td><span class="change ${granted ? 'grant' : 'revoke'}">${changeText(granted)}</span></td>
    <td>
      ${
        breaks > 0
          ? html`<span class="warning">${icon('warning')}${link()}</span>`
          : html`<span class="detail">${impact}</span>`
      }
    </td>
  </tr>`;
}
