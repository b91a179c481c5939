import { html, nothing, type TemplateResult } from 'lit';
import type { ShownEvent } from '../../contracts/shown-event.ts';
import { eventTable, moreButton } from '../common/event-table.ts';
import { alertRegion, icon, type Part, statusRegion } from '../common/parts.ts';
import { t } from '../common/words.ts';
import { filters } from './filters-view.ts';
import type { AuditActions, AuditLog } from './log.ts';
import { prunedText, verdictText, whatText } from './words.ts';

export function auditView(log: AuditLog, actions: AuditActions): TemplateResult {
  const { events, more, busy, pruned } = log;
  return html`<div
    class="panel wide audit-panel"
    role="region"
    aria-labelledby="title"
    aria-busy=${busy ? 'true' : 'false'}
  >
    <h1 id="title" tabindex="-1">${t('Audit Log')}</h1>
    ${alertRegion(log.alert)} ${filters(log, actions)} ${tools(log, actions)}
    <section class="history">
      ${events === undefined ? html`<p class="detail">${t('Loading…')}</p>` : nothing}
      ${events?.length === 0 ? html`<p class="detail">${emptyText(log)}</p>` : nothing}
      ${events && events.length > 0 ? eventTable(events, (event) => what(event, actions)) : nothing}
      ${more ? moreButton('more-events', t('Show Older Events'), actions.moreEvents, busy) : nothing}
      ${pruned && !more ? html`<p class="detail">${prunedText(pruned)}</p>` : nothing}
    </section>
    ${statusRegion(log.status)}
  </div>`;
}

function tools({ busy, verdict }: AuditLog, actions: AuditActions): TemplateResult {
  const { refresh, verify, exportAs } = actions;
  return html`<div class="audit-tools">
      ${textButton('refresh', t('Refresh'), busy, refresh)}
      ${textButton('verify', t('Verify Integrity'), verdict === 'running', verify)}
      ${textButton('export-csv', t('Export CSV…'), false, () => exportAs('csv'))}
      ${textButton('export-json', t('Export JSON…'), false, () => exportAs('json'))}
    </div>
    <div role="status" class="verdict">${verdictPart(verdict)}</div>`;
}

function textButton(id: string, label: string, disabled: boolean, press: () => void): TemplateResult {
  return html`<button type="button" id=${id} class="text-button" ?disabled=${disabled} @click=${press}>
    ${label}
  </button>`;
}

function verdictPart(verdict: AuditLog['verdict']): Part | string {
  if (verdict === undefined) return nothing;
  if (verdict === 'running') return t('Verifying the audit log. This can take minutes.');
  return html`<p class=${verdict.intact ? 'hint' : 'problem'}>
    ${icon(verdict.intact ? 'check' : 'error')}<span>${verdictText(verdict)}</span>
  </p>`;
}

function emptyText({ more }: AuditLog): string {
  return more ? t('The newest events do not match the filter.') : t('Nothing matches the filter.');
}

function what(event: ShownEvent, actions: AuditActions): TemplateResult {
  const { target } = event;
  return html`${whatText(event)} ${secretPart(event, actions)}
  ${target === undefined ? nothing : html`<span class="detail beside">${target}</span>`}`;
}

/** Environment secrets have no page. */
function secretPart({ secret, action }: ShownEvent, { show }: AuditActions): Part {
  if (secret === undefined) return nothing;
  if (action.startsWith('environment.')) return html`<code>${secret}</code>`;
  return html`<button
    type="button"
    class="link-button"
    title=${t('Show the secret {0}', secret)}
    @click=${() => show(secret)}
  >
    <code>${secret}</code>
  </button>`;
}
