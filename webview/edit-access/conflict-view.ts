import { html, nothing } from 'lit';
import type { Part } from '../common/parts.ts';
import { conflictRows, type AccessState, type ConflictRow } from './access-model.ts';

/** Both sides of a conflict: what somebody else saved, and what a save would make of it. */
export function conflictTable(access: AccessState): Part {
  const rows = conflictRows(access);
  if (!access.grantedBefore || rows.length === 0) return nothing;
  return html`<section class="conflict" id="conflict" tabindex="-1" aria-labelledby="conflict-heading">
    <h2 id="conflict-heading">What changed meanwhile</h2>
    <p class="help">Your ticks are kept. Check the last column, then save again.</p>
    <table>
      <caption class="visually-hidden">
        Access before, now, and after your save
      </caption>
      <thead>
        <tr>
          <th scope="col">Agent</th>
          <th scope="col">Before</th>
          <th scope="col">Now</th>
          <th scope="col">After your save</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(conflictRow)}
      </tbody>
    </table>
  </section>`;
}

function conflictRow({ agent, before, now, afterSave }: ConflictRow): Part {
  return html`<tr>
    <th scope="row">${agent.agentName}</th>
    <td>${accessWord(before)}</td>
    <td>
      ${accessWord(now)}${before === now ? nothing : html` <span class="detail">(by someone else)</span>`}
    </td>
    <td>
      ${accessWord(afterSave)}${now === afterSave ? nothing : html` <span class="detail">(by you)</span>`}
    </td>
  </tr>`;
}

function accessWord(granted: boolean): string {
  return granted ? 'granted' : 'not granted';
}
