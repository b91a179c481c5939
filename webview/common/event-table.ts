import { css, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ShownEvent } from '../../contracts/shown-event.ts';
import { localTime } from './access-words.ts';
import { refusalText } from './event-words.ts';
import { button, type Part, tableHead } from './parts.ts';
import { t } from './words.ts';

/** A table of audit events; `what` describes an event and its subject. */
export function eventTable(
  events: readonly ShownEvent[],
  what: (event: ShownEvent) => Part | string,
): TemplateResult {
  return html`<table class="events-table">
    ${tableHead([t('When'), t('What'), t('Who')])}
    <tbody>
      ${repeat(
        events,
        ({ seq }) => seq,
        (event) => eventRow(event, what),
      )}
    </tbody>
  </table>`;
}

function eventRow(event: ShownEvent, what: (event: ShownEvent) => Part | string): TemplateResult {
  const agent =
    event.agent === undefined || event.agent === event.actor
      ? nothing
      : html`<span class="detail beside" dir="auto">${event.agent}</span>`;
  return html`<tr>
    <td><time datetime=${event.at}>${localTime(event.at)}</time></td>
    <td class="what">${what(event)} ${agent} ${reasonPart(event)} ${refusalPart(event)}</td>
    <td class="actor"><span dir="auto">${event.actor}</span></td>
  </tr>`;
}

function reasonPart({ reason }: ShownEvent): Part {
  return reason === undefined ? nothing : html`<q class="reason" dir="auto">${reason}</q>`;
}

function refusalPart(event: ShownEvent): Part {
  const text = refusalText(event);
  return text === '' ? nothing : html`<strong class="refusal">${text}</strong>`;
}

export function moreButton(id: string, label: string, press: () => void, disabled: boolean): TemplateResult {
  return html`<div class="row-buttons">${button({ id, label, press, disabled, secondary: true })}</div>`;
}

export const eventStyles = css`
  .event-tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    margin-top: 6px;
  }
  .reason,
  .refusal {
    display: block;
    overflow-wrap: anywhere;
  }
  .reason {
    color: var(--vscode-descriptionForeground);
  }
  .what {
    overflow-wrap: anywhere;
  }
  @media (max-width: 30rem) {
    /* Three columns share the width; a time wraps, and names wrap last. */
    .history table {
      table-layout: fixed;
    }
    .history section th,
    .history th,
    .history td {
      overflow-wrap: break-word;
      vertical-align: top;
    }
    .events-table th:nth-child(2) {
      width: 42%;
    }
    .versions-table th:first-child {
      width: 28%;
    }
  }
`;
