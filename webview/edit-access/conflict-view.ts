import { html, nothing } from 'lit';
import { accessWord } from '../common/change-words.ts';
import type { Part } from '../common/parts.ts';
import { t } from '../common/words-model.ts';
import { conflictRows, type AccessState, type ConflictRow } from './access-model.ts';

/** Both sides of a conflict: what somebody else saved, and what a save would make of it. */
export function conflictTable(access: AccessState): Part {
  const rows = conflictRows(access);
  if (!access.grantedBefore || rows.length === 0) return nothing;
  return html`<section class="conflict" id="conflict" tabindex="-1" aria-labelledby="conflict-heading">
    <h2 id="conflict-heading">${t('What changed meanwhile')}</h2>
    <p class="help">${t('Your ticks are kept. Check the last column, then save again.')}</p>
    <table>
      <caption class="visually-hidden">
        ${t('Access before, now, and after your save')}
      </caption>
      <thead>
        <tr>
          <th scope="col">${t('Agent')}</th>
          <th scope="col">${t('Before')}</th>
          <th scope="col">${t('Now')}</th>
          <th scope="col">${t('After your save')}</th>
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
    <td>${accessWord(now)}${by(before !== now, t('(by someone else)'))}</td>
    <td>${accessWord(afterSave)}${by(now !== afterSave, t('(by you)'))}</td>
  </tr>`;
}

function by(changed: boolean, words: string): Part {
  return changed ? html` <span class="detail">${words}</span>` : nothing;
}
