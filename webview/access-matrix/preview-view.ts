import { html, type TemplateResult } from 'lit';
import { icon, linkButton, type Part, tableHead } from '../common/parts.ts';
import { accessWord } from '../common/access-words.ts';
import { conflictTable } from '../common/conflict-table.ts';
import { t } from '../common/words.ts';
import { changeText } from './cell-words.ts';
import { type MatrixActions, type MatrixForm, previewId } from './form.ts';
import { matrixConflict, previewOf, type PreviewRow } from './preview.ts';

/** Shows all changes that a save would make, before they are saved. */
export function previewSection({ matrix }: MatrixForm, actions: MatrixActions): TemplateResult {
  return html`<section class="preview" id=${previewId} tabindex="-1" aria-labelledby="preview-heading">
    <h2 id="preview-heading">${t('What will change')}</h2>
    <p class="help">${t('All changes are saved together, or none.')}</p>
    <div class="preview-rows" role="group" tabindex="0" aria-labelledby="preview-heading">
      <table>
        ${tableHead([t('Secret'), t('Agent'), t('Change'), t('In its code')])}
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

export function matrixConflictTable({ matrix }: MatrixForm): Part {
  return conflictTable({
    help: t('Your input is kept. Check the last column. Save again if changes remain.'),
    caption: t('Access before, now, and after your save'),
    headings: [t('Secret'), t('Agent')],
    lines: matrixConflict(matrix).map(({ cell, agentName, before, now, afterSave }) => ({
      cells: [html`<code>${cell.name}</code>`, agentName],
      before: accessWord(before),
      now: accessWord(now),
      afterSave: accessWord(afterSave),
    })),
    scrolls: true,
  });
}
