import { html, nothing, type TemplateResult } from 'lit';
import { mostChangedSecrets } from '../../contracts/matrix-messages.ts';
import { alertRegion, icon, linkButton, statusRegion, type Part } from '../common/parts.ts';
import { t } from '../common/words.ts';
import { cellText, readOnlyText } from './cell-words.ts';
import type { MatrixActions, MatrixForm } from './form.ts';
import { grid } from './grid-view.ts';
import { usesOf } from './matrix.ts';
import { nameOf, selectionText } from './preview.ts';
import { matrixConflictTable } from './conflict-view.ts';
import { previewSection } from './preview-view.ts';
import { selectButtons, toolbar } from './toolbar-view.ts';

export function matrixForm(form: MatrixForm, actions: MatrixActions): TemplateResult {
  return html`<div
    class="panel matrix-panel"
    aria-busy=${form.saving ? 'true' : 'false'}
    @keydown=${actions.keyDown}
  >
    <h1>${t('Access matrix')}</h1>
    ${form.readOnly ? html`<p class="help read-only">${icon('lock')} ${readOnlyText()}</p>` : nothing}
    ${matrixConflictTable(form)} ${form.previewing ? previewSection(form, actions) : whole(form, actions)}
    ${footer(form, actions)} ${statusRegion(form.status)}
  </div>`;
}

function whole(form: MatrixForm, actions: MatrixActions): TemplateResult {
  return html`${toolbar(form, actions)} ${selectButtons(form, actions)} ${body(form, actions)}
  ${detail(form, actions)}`;
}

function body(form: MatrixForm, actions: MatrixActions): TemplateResult {
  const { names, agents } = form.shown;
  if (names.length > 0 && agents.length > 0) return grid(form, actions);
  const { secrets, agents: all } = form.matrix;
  const none = secrets.length === 0 || all.length === 0;
  return html`<p class="nothing">
    ${none ? t('The account has no secrets or no agents yet.') : t('Nothing matches the filter.')}
  </p>`;
}

/** Describes the active cell and what can be done with it, because names in the grid may be cut off. */
function detail({ matrix, shown, active, readOnly }: MatrixForm, actions: MatrixActions): Part {
  const name = shown.names[active.row];
  const agent = shown.agents[active.column];
  if (name === undefined || !agent) return nothing;
  const cell = { name, agentId: agent.agentId };
  return html`<p class="cell-detail">
    <code>${name}</code> · ${nameOf(matrix.agents, agent.agentId)}: ${cellText(matrix, cell)}
    ${usesOf(matrix, cell) === 0 ? nothing : linkButton(t('Show Places'), () => actions.openPlaces(cell))}
    ${readOnly ? nothing : linkButton(t('Edit Access…'), () => actions.editAccess(name))}
  </p>`;
}

function footer(form: MatrixForm, actions: MatrixActions): Part {
  if (form.readOnly) return nothing;
  return html`<footer>
    ${alertRegion(alertText(form))}
    <div class="buttons">
      ${form.previewing ? saveButtons(form, actions) : previewButton(form, actions)}
      <span class="summary" aria-live="polite">${selectionText(form.matrix)}</span>
    </div>
  </footer>`;
}

function alertText({ alert, matrix }: MatrixForm): string {
  if (alert !== '' || matrix.wishes.size <= mostChangedSecrets) return alert;
  return t('One save can change at most {0} secrets. Undo some changes.', mostChangedSecrets);
}

function previewButton({ matrix }: MatrixForm, actions: MatrixActions): TemplateResult {
  const idle = matrix.wishes.size === 0 || matrix.wishes.size > mostChangedSecrets;
  return html`<vscode-button
    id="open-preview"
    ?disabled=${idle}
    aria-disabled=${idle ? 'true' : 'false'}
    @click=${actions.preview}
    >${t('Preview Changes…')}</vscode-button
  >`;
}

function saveButtons({ saving, failed }: MatrixForm, actions: MatrixActions): TemplateResult {
  const text = saving ? t('Saving…') : failed ? t('Retry') : t('Save All');
  return html`<vscode-button
      id="save"
      ?disabled=${saving}
      aria-disabled=${saving ? 'true' : 'false'}
      @click=${actions.save}
      >${text}</vscode-button
    >
    <vscode-button secondary id="back" @click=${actions.back}>${t('Back')}</vscode-button>`;
}
