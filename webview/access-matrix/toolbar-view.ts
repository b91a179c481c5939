import { html, nothing, type TemplateResult } from 'lit';
import type { CellKind } from '../../contracts/access-cell.ts';
import { choice } from '../common/choice.ts';
import { filterInput, linkButton, type Part } from '../common/parts.ts';
import { t } from '../common/words.ts';
import { kindText, shapes } from './cell-words.ts';
import type { MatrixActions, MatrixForm } from './form.ts';
import { shape } from './grid-view.ts';
import type { MatrixView } from '../../contracts/matrix-messages.ts';
import type { Shown } from './shown.ts';

/** Row and column filters, display options, the sort order, bulk selection, and exports. */
export function toolbar({ view, shown, matrix }: MatrixForm, actions: MatrixActions): TemplateResult {
  return html`<div class="matrix-tools" role="group" aria-label=${t('Filter')}>
      ${filterInput('secret-filter', t('Filter secrets'), view.secretFilter, (secretFilter) => actions.look({ secretFilter }))}
      ${filterInput('agent-filter', t('Filter agents'), view.agentFilter, (agentFilter) => actions.look({ agentFilter }))}
      ${choice('show', t('Show'), shows(), view.show, (show) => actions.look({ show }))}
      ${choice('order', t('Order'), orders(), view.order, (order) => actions.look({ order }))}
    </div>
    <p class="help counts" aria-live="polite">
      <span>
        ${t('{0} of {1} secrets', shown.names.length, matrix.secrets.length)} ·
        ${t('{0} of {1} agents', shown.agents.length, matrix.agents.length)}
      </span>
    </p>
    ${blanksNote(shown, view.blanks, actions)} ${legend(matrix.risks.all)}`;
}

/** Says what a filter hides, because an agent without access can be granted only while it is shown. */
function blanksNote({ hidden }: Shown, blanks: boolean, { look }: MatrixActions): Part {
  if (blanks) return note('', t('Hide Blank Rows and Columns'), () => look({ blanks: false }));
  const show = (): void => look({ blanks: true });
  if (hidden.agents > 0) return note(hiddenAgents(hidden.agents), t('Show All Agents'), show);
  return hidden.names > 0 ? note(hiddenNames(hidden.names), t('Show All Secrets'), show) : nothing;
}

function note(text: string, label: string, press: () => void): TemplateResult {
  return html`<p class="blanks">${text} ${linkButton(label, press)}</p>`;
}

function hiddenAgents(count: number): string {
  return count === 1
    ? t('1 agent without access is hidden.')
    : t('{0} agents without access are hidden.', count);
}

function hiddenNames(count: number): string {
  return count === 1
    ? t('1 secret that is not granted is hidden.')
    : t('{0} secrets that are not granted are hidden.', count);
}

export function selectButtons(form: MatrixForm, actions: MatrixActions): TemplateResult {
  return html`<div class="tick-buttons">
    ${form.readOnly ? nothing : changeButtons(form, actions)}
    ${textButton('export-csv', t('Export CSV…'), false, () => actions.exportAs('csv'))}
    ${textButton('export-svg', t('Export Picture…'), false, () => actions.exportAs('svg'))}
  </div>`;
}

function changeButtons({ matrix }: MatrixForm, actions: MatrixActions): TemplateResult {
  const { missing, unused } = matrix.risks.all;
  return html`${textButton('select-missing', t('Grant Used'), missing === 0, () => actions.selectKind('missing'))}
  ${textButton('select-unused', t('Revoke Unused'), unused === 0, () => actions.selectKind('unused'))}
  ${textButton('clear', t('Clear Selection'), matrix.wishes.size === 0, actions.clear)}`;
}

function legend(counts: Readonly<Record<Exclude<CellKind, 'empty'>, number>>): TemplateResult {
  const kinds = ['missing', 'unused', 'maybe', 'unknown', 'used'] as const;
  return html`<ul class="legend" aria-label=${t('Legend')}>
    ${kinds.map(
      (kind) => html`<li class=${kind}>${shape(shapes[kind])} ${kindText(kind)} <b>${counts[kind]}</b></li>`,
    )}
  </ul>`;
}

function textButton(id: string, label: string, disabled: boolean, press: () => void): TemplateResult {
  return html`<button type="button" id=${id} class="text-button" ?disabled=${disabled} @click=${press}>
    ${label}
  </button>`;
}

function shows(): Readonly<Record<MatrixView['show'], string>> {
  return {
    all: t('Everything'),
    granted: t('Granted'),
    risks: t('Risks only'),
    missing: t('Used without access'),
    unused: t('Granted but unused'),
    changes: t('Selected'),
  };
}

function orders(): Readonly<Record<MatrixView['order'], string>> {
  return { risk: t('By risk'), name: t('By name') };
}
