import { html, nothing, type TemplateResult } from 'lit';
import { mostChangedSecrets } from '../../contracts/matrix-messages.ts';
import { alertRegion, button, icon, linkButton, statusRegion, type Part } from '../common/parts.ts';
import { t } from '../common/words.ts';
import { cellText, readOnlyText } from './cell-words.ts';
import type { MatrixActions, MatrixForm } from './form.ts';
import { grid } from './grid-view.ts';
import { usesOf } from './matrix.ts';
import { nameOf, selectionText } from './preview.ts';
import { matrixConflictTable, previewSection } from './preview-view.ts';
import { selectButtons, toolbar } from './toolbar-view.ts';

/** Until the vault has answered. */
export function loadingView(): TemplateResult {
  return html`<div class="panel matrix-panel">
    <h1>${t('Access Matrix')}</h1>
    <p class="help" role="status">${t('Loading…')}</p>
  </div>`;
}

export function matrixForm(form: MatrixForm, actions: MatrixActions): TemplateResult {
  return html`<div
    class="panel matrix-panel"
    aria-busy=${form.saving ? 'true' : 'false'}
    @keydown=${actions.keyDown}
  >
    <h1>${t('Access Matrix')}</h1>
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
    ${none ? t('The account has no secrets or no agents yet.') : emptyText(form.shown)}
  </p>`;
}

function emptyText({ names, agents, hidden }: MatrixForm['shown']): string {
  const matches = names.length + hidden.names > 0 && agents.length + hidden.agents > 0;
  if (!matches) return t('Nothing matches the filter.');
  if (hidden.agents > 0 && names.length === 1) return t('No agent can read {0}.', names[0] ?? '');
  if (hidden.names > 0 && agents.length === 1)
    return t('{0} cannot read any secret.', agents[0]?.agentName ?? '');
  return t('Nothing is granted here.');
}

/** Describes the active cell and the actions available for it, because names in the grid may be cut off. */
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

function previewButton({ matrix }: MatrixForm, { preview }: MatrixActions): TemplateResult {
  const disabled = matrix.wishes.size === 0 || matrix.wishes.size > mostChangedSecrets;
  return button({ id: 'open-preview', label: t('Preview Changes…'), press: preview, disabled });
}

function saveButtons({ saving, failed }: MatrixForm, { save, back }: MatrixActions): TemplateResult {
  const label = saving ? t('Saving…') : failed ? t('Try Again') : t('Save All');
  return html`${button({ id: 'save', label, press: save, disabled: saving })}
  ${button({ id: 'back', label: t('Back'), press: back, secondary: true })}`;
}
