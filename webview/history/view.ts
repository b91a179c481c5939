import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { HistoryFilter, HistoryVersion } from '../../contracts/history-messages.ts';
import type { ShownEvent } from '../../contracts/shown-event.ts';
import { choice } from '../common/choice.ts';
import { alertRegion, statusRegion, tableHead, type Part } from '../common/parts.ts';
import { localTime } from '../common/access-words.ts';
import { eventTable, moreButton } from '../common/event-table.ts';
import { actionText } from '../common/event-words.ts';
import { t } from '../common/words.ts';
import { filterTexts } from './filters.ts';

export interface History {
  readonly name: string;
  readonly versions: readonly HistoryVersion[];
  readonly shownVersions: number;
  readonly mayRestore: boolean;
  readonly mayAudit: boolean;
  readonly filter: HistoryFilter;
  /** Undefined until the first page has loaded. */
  readonly events?: readonly ShownEvent[];
  readonly more: boolean;
  readonly busy: boolean;
  readonly alert: string;
  readonly status: string;
}

export interface HistoryActions {
  readonly restore: (version: number) => void;
  readonly moreVersions: () => void;
  readonly moreEvents: () => void;
  readonly filter: (filter: HistoryFilter) => void;
  /** Loads everything again: reads are not reported while the panel is open. */
  readonly refresh: () => void;
  /** Shows the events about the secret in the log of the account. */
  readonly openAuditLog: () => void;
}

export function historyView(history: History, actions: HistoryActions): TemplateResult {
  return html`<div
    class="panel wide"
    role="region"
    aria-labelledby="title"
    aria-busy=${history.busy ? 'true' : 'false'}
  >
    <h1 id="title">${t('History of')} <code>${history.name}</code></h1>
    <p class="lead">
      ${t('All stored versions, without their values. A restored version takes effect on the next read.')}
    </p>
    ${alertRegion(history.alert)} ${versionTable(history, actions)}
    ${
      history.mayAudit
        ? eventSection(history, actions)
        : html`<p class="detail">${t('Your role cannot see the audit log.')}</p>`
    }
    ${statusRegion(history.status)}
  </div>`;
}

function versionTable(history: History, { restore, moreVersions }: HistoryActions): TemplateResult {
  const shown = history.versions.slice(0, history.shownVersions);
  return html`<section class="history" aria-labelledby="versions-heading">
    <h2 id="versions-heading">${t('Versions')}</h2>
    <table class="versions-table">
      ${tableHead([t('Version'), t('Stored'), t('State')])}
      <tbody>
        ${repeat(
          shown,
          ({ version }) => version,
          (version) => versionRow(history, version, restore),
        )}
      </tbody>
    </table>
    ${
      shown.length < history.versions.length
        ? moreButton('more-versions', t('Show Older Versions'), moreVersions, false)
        : nothing
    }
  </section>`;
}

function versionRow(
  history: History,
  row: HistoryVersion,
  restore: (version: number) => void,
): TemplateResult {
  const { version, createdAt, createdBy, current, fields } = row;
  return html`<tr>
    <th scope="row">
      ${version}
      ${fields.length > 0 ? html`<span class="detail beside">${fields.join(', ')}</span>` : nothing}
    </th>
    <td>
      <time datetime=${createdAt}>${localTime(createdAt)}</time>
      <span class="detail beside actor">${createdBy}</span>
    </td>
    <td>${current ? html`<strong>${t('current')}</strong>` : restoreButton(history, version, restore)}</td>
  </tr>`;
}

function restoreButton(
  { mayRestore, busy }: History,
  version: number,
  restore: (version: number) => void,
): Part {
  if (!mayRestore) return html`<span class="detail">${t('kept')}</span>`;
  return html`<button
    type="button"
    class="text-button"
    ?disabled=${busy}
    aria-label=${t('Restore version {0}', version)}
    @click=${() => restore(version)}
  >
    ${t('Restore…')}
  </button>`;
}

function eventSection(history: History, actions: HistoryActions): TemplateResult {
  const { events, more, busy } = history;
  return html`<section class="history" aria-labelledby="events-heading">
    <h2 id="events-heading">${t('Audit log')}</h2>
    ${eventTools(history, actions)}
    ${events === undefined ? html`<p class="detail">${t('Loading…')}</p>` : nothing}
    ${events?.length === 0 && !more ? html`<p class="detail">${emptyText(history)}</p>` : nothing}
    ${events && events.length > 0 ? eventTable(events, actionText) : nothing}
    ${more ? moreButton('more-events', t('Show Older Events'), actions.moreEvents, busy) : nothing}
  </section>`;
}

function eventTools({ filter, busy }: History, actions: HistoryActions): TemplateResult {
  return html`<div class="event-tools">
    ${choice('event-filter', t('Show'), filterTexts(), filter, actions.filter)}
    <button type="button" id="refresh" class="text-button" ?disabled=${busy} @click=${actions.refresh}>
      ${t('Refresh')}
    </button>
    <button type="button" id="audit-log" class="text-button" @click=${actions.openAuditLog}>
      ${t('Show in Audit Log')}
    </button>
  </div>`;
}

function emptyText({ filter }: History): string {
  return filter === 'all' ? t('Nothing is recorded about this secret.') : t('Nothing matches the filter.');
}
