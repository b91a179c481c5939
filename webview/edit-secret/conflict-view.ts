import { html, nothing } from 'lit';
import type { Part } from '../common/parts.ts';
import { t } from '../common/words-model.ts';
import type { ConflictRow } from './conflict-model.ts';
import type { EditForm } from './form.ts';

/** Both sides of a conflict: what somebody else saved, and what a save would make of it. */
export function conflictTable({ conflict }: EditForm): Part {
  if (conflict.length === 0) return nothing;
  return html`<section class="conflict" id="conflict" tabindex="-1" aria-labelledby="conflict-heading">
    <h2 id="conflict-heading">${t('What changed meanwhile')}</h2>
    <p class="help">${t('What you typed is kept. Check the last column, then save again.')}</p>
    <table>
      <caption class="visually-hidden">
        ${t('The secret before, now, and after your save')}
      </caption>
      <thead>
        <tr>
          <th scope="col">${t('Part')}</th>
          <th scope="col">${t('Before')}</th>
          <th scope="col">${t('Now')}</th>
          <th scope="col">${t('After your save')}</th>
        </tr>
      </thead>
      <tbody>
        ${conflict.map(conflictRow)}
      </tbody>
    </table>
  </section>`;
}

function conflictRow({ part, before, now, afterSave }: ConflictRow): Part {
  return html`<tr>
    <th scope="row">${part}</th>
    <td>${shown(before)}</td>
    <td>${shown(now)}${before === now ? nothing : by(t('(by someone else)'))}</td>
    <td>${shown(afterSave)}${now === afterSave ? nothing : by(t('(by you)'))}</td>
  </tr>`;
}

function by(who: string): Part {
  return html` <span class="detail">${who}</span>`;
}

function shown(text: string): string {
  return text === '' ? t('(empty)') : text;
}
