import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { HistoryVersion } from '../../contracts/history-messages.ts';
import type { SecretReader, SecretRequest } from '../../contracts/secret-page-messages.ts';
import { localTime, untilText } from '../common/access-words.ts';
import { button, type Part, tableHead } from '../common/parts.ts';
import { t } from '../common/words.ts';
import type { SecretPage, SecretPageActions } from './page.ts';

type Shown = SecretPage['shown'];

/** For users who can change access, each agent is a link to the access list. */
export function readersSection({ facts, actions }: Shown, { act }: SecretPageActions): TemplateResult {
  const edit = actions.includes('access') ? (): void => act('access') : undefined;
  return html`<section aria-labelledby="readers-heading">
    <h2 id="readers-heading">${t('Who Can Read It')}</h2>
    ${facts.readers.length === 0 ? html`<p class="detail">${t('No agent can read it.')}</p>` : nothing}
    <ul class="chips" role="list">
      ${repeat(
        facts.readers,
        ({ agentId }) => agentId,
        (reader) => html`<li>${readerChip(reader, edit)}</li>`,
      )}
    </ul>
  </section>`;
}

function readerChip(reader: SecretReader, edit: (() => void) | undefined): TemplateResult {
  const { agentId, agentName, until } = reader;
  const title = `${agentName} (${agentId})`;
  const content = html`<span dir="auto">${agentName}</span>${
      until === undefined ? nothing : html` <span class="detail">${untilText(until)}</span>`
    }`;
  if (!edit) return html`<span class="chip" title=${title}>${content}</span>`;
  return html`<button type="button" id="reader-${agentId}" class="chip link" title=${title} @click=${edit}>
    ${content}<span class="visually-hidden">${t('Edit Access…')}</span>
  </button>`;
}

/** Absent if nothing is pending. */
export function requestsSection({ requests }: Shown, actions: SecretPageActions): Part {
  if (requests.length === 0) return nothing;
  return html`<section aria-labelledby="requests-heading">
    <h2 id="requests-heading">${t('Pending Requests')}</h2>
    <ul class="requests" role="list">
      ${repeat(
        requests,
        ({ id }) => id,
        (request) => requestItem(request, actions),
      )}
    </ul>
  </section>`;
}

function requestItem(request: SecretRequest, { decide }: SecretPageActions): TemplateResult {
  const { id, agentName, requestedBy, reason, createdAt, mayDecide, approvedBy } = request;
  return html`<li>
    <p>
      <strong dir="auto">${agentName}</strong>
      <span class="detail">${requestedBy}, <time datetime=${createdAt}>${localTime(createdAt)}</time></span>
    </p>
    ${reason === '' ? nothing : html`<p><q dir="auto">${reason}</q></p>`}
    ${approvedBy === undefined ? nothing : html`<p class="detail">${t('First approval: {0}', approvedBy)}</p>`}
    ${
      mayDecide
        ? html`<div class="row-buttons" role="group" aria-label=${t('{0} for {1}', requestedBy, agentName)}>
            ${button({ id: `approve-${id}`, label: t('Approve…'), press: () => decide(request, 'approve') })}
            ${button({ id: `decline-${id}`, label: t('Decline…'), press: () => decide(request, 'decline'), secondary: true })}
          </div>`
        : nothing
    }
  </li>`;
}

const mostVersions = 5;

/** The latest versions; the history has all of them. */
export function versionsSection({ facts, actions }: Shown, { act }: SecretPageActions): Part {
  const { versions } = facts;
  if (versions.length === 0) return nothing;
  const hidden = versions.length - mostVersions;
  return html`<section aria-labelledby="versions-heading">
    <h2 id="versions-heading">${t('Versions')}</h2>
    <table>
      ${tableHead([t('Version'), t('Stored'), t('State')])}
      <tbody>
        ${versions.slice(0, mostVersions).map((version) => versionRow(version))}
      </tbody>
    </table>
    ${hidden > 0 ? html`<p class="help">${t('{0} more', hidden)}</p>` : nothing}
    ${
      actions.includes('history')
        ? html`<div class="row-buttons">
            ${button({ id: 'history', label: t('View History…'), press: () => act('history'), secondary: true })}
          </div>`
        : nothing
    }
  </section>`;
}

function versionRow({ version, createdAt, createdBy, current }: HistoryVersion): TemplateResult {
  return html`<tr>
    <th scope="row">${version}</th>
    <td>
      <time datetime=${createdAt}>${localTime(createdAt)}</time>
      <span class="detail beside">${createdBy}</span>
    </td>
    <td>
      ${current ? html`<strong>${t('current')}</strong>` : html`<span class="detail">${t('kept')}</span>`}
    </td>
  </tr>`;
}
