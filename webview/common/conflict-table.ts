import { html, nothing, type TemplateResult } from 'lit';
import { type Part, tableHead } from './parts.ts';
import { t } from './words.ts';

/** The element that gets the focus after a save has caused a conflict. */
export const conflictId = 'conflict';

/** An item for which the three versions differ. */
export interface ConflictLine {
  /** What the item is, with one cell per heading. */
  readonly cells: readonly [TemplateResult | string, ...string[]];
  readonly before: string;
  readonly now: string;
  readonly afterSave: string;
}

export interface Conflict {
  /** Explains what the user did and that it is not lost. */
  readonly help: string;
  /** For screen readers. */
  readonly caption: string;
  /** The headings of the columns to the left of the versions. */
  readonly headings: readonly string[];
  readonly lines: readonly ConflictLine[];
  /** Whether the table scrolls, because it may become longer than the panel. */
  readonly scrolls?: boolean;
}

/** Says what someone else changed while input is unsaved; empty if nothing that the form shows. */
export function changedText(parts: readonly string[], name: string = t('someone else')): string {
  if (parts.length === 0) return '';
  const list = parts.join(', ');
  return t('Changed by {0}: {1}. Your input is kept. Save shows both versions first.', name, list);
}

/** Shows both sides of a conflict: what someone else saved, and what saving would change it to. */
export function conflictTable(conflict: Conflict): Part {
  if (conflict.lines.length === 0) return nothing;
  return html`<section class="conflict" id=${conflictId} tabindex="-1" aria-labelledby="conflict-heading">
    <h2 id="conflict-heading">${t('Changed in the meantime')}</h2>
    <p class="help">${conflict.help}</p>
    ${
      conflict.scrolls
        ? html`<div class="preview-rows" role="group" tabindex="0" aria-labelledby="conflict-heading">
            ${tableOf(conflict)}
          </div>`
        : tableOf(conflict)
    }
  </section>`;
}

function tableOf({ caption, headings, lines }: Conflict): TemplateResult {
  return html`<table>
    <caption class="visually-hidden">
      ${caption}
    </caption>
    ${tableHead([...headings, t('Before'), t('Now'), t('After your save')])}
    <tbody>
      ${lines.map(lineOf)}
    </tbody>
  </table>`;
}

function lineOf({ cells: [subject, ...others], before, now, afterSave }: ConflictLine): TemplateResult {
  return html`<tr>
    <th scope="row">${subject}</th>
    ${others.map((other) => html`<td>${other}</td>`)}
    <td><bdi>${before}</bdi></td>
    <td><bdi>${now}</bdi>${by(before !== now, t('(by someone else)'))}</td>
    <td><bdi>${afterSave}</bdi>${by(now !== afterSave, t('(by you)'))}</td>
  </tr>`;
}

function by(changed: boolean, who: string): Part {
  return changed ? html` <span class="detail">${who}</span>` : nothing;
}
