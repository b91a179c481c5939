import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { Part } from '../common/parts.ts';
import { untilText } from '../common/access-words.ts';
import { t } from '../common/words.ts';
import { cellText, cellWord, middle, shapes } from './cell-words.ts';
import { gridId, scrollId, type MatrixActions, type MatrixForm } from './form.ts';
import { contains, rowHeight } from './grid.ts';
import { type CellRef, endOf, kindOf, wishOf } from './matrix.ts';

/**
 * The grid, of which only the visible part is rendered. It looks like a table and is an ARIA grid for the
 * keyboard.
 */
export function grid(form: MatrixForm, actions: MatrixActions): TemplateResult {
  const { matrix, shown, rows, columns, widths, active } = form;
  return html`<div class="grid-scroll" id=${scrollId} @scroll=${actions.gridScroll}>
    ${guard(
      [
        matrix,
        shown,
        rows.first,
        rows.end,
        columns.first,
        columns.end,
        widths.name,
        widths.column,
        active.row,
        active.column,
      ],
      () => table(form, actions),
    )}
  </div>`;
}

function table(form: MatrixForm, actions: MatrixActions): TemplateResult {
  const { shown, rows, columns, active } = form;
  const inSight = contains(rows, active.row) && contains(columns, active.column);
  return html`<table
    role="grid"
    id=${gridId}
    class="matrix"
    tabindex=${inSight ? '-1' : '0'}
    aria-label=${t('Secrets in rows, agents in columns')}
    aria-multiselectable=${form.readOnly ? 'false' : 'true'}
    aria-readonly=${form.readOnly ? 'true' : 'false'}
    aria-rowcount=${shown.names.length + 1}
    aria-colcount=${shown.agents.length + 1}
    @keydown=${actions.gridKey}
    @click=${actions.gridPress}
  >
    <thead>
      ${headRow(form)}
    </thead>
    <tbody>
      ${gapRow(rows.first)}
      ${shown.names.slice(rows.first, rows.end).map((name, index) => row(form, name, rows.first + index))}
      ${gapRow(shown.names.length - rows.end)}
    </tbody>
  </table>`;
}

function headRow({ shown, columns, widths }: MatrixForm): TemplateResult {
  return html`<tr aria-rowindex="1">
    <th role="columnheader" scope="col" class="corner" aria-colindex="1">${t('Secret')}</th>
    ${gap(columns.first, widths.column)}
    ${shown.agents.slice(columns.first, columns.end).map(
      ({ agentId, agentName }, index) =>
        html`<th
          role="columnheader"
          scope="col"
          aria-colindex=${columns.first + index + 2}
          aria-label=${agentName}
          title="${agentName} (${agentId})"
        >
          <span class="agent-name" dir="auto">${middle(agentName, lettersIn(widths.column))}</span>
        </th>`,
    )}
    ${gap(shown.agents.length - columns.end, widths.column)}
  </tr>`;
}

function row(form: MatrixForm, name: string, index: number): TemplateResult {
  const { shown, columns, widths, matrix } = form;
  const isOld = matrix.deprecated.has(name);
  const label = isOld ? `${name} (${t('deprecated')})` : name;
  return html`<tr aria-rowindex=${index + 2}>
    <th
      role="rowheader"
      scope="row"
      class=${isOld ? 'old' : nothing}
      aria-colindex="1"
      aria-label=${label}
      title=${label}
    >
      ${nameParts(name)}
    </th>
    ${gap(columns.first, widths.column)}
    ${shown.agents
      .slice(columns.first, columns.end)
      .map(({ agentId }, at) => cell(form, { name, agentId }, index, columns.first + at))}
    ${gap(shown.agents.length - columns.end, widths.column)}
  </tr>`;
}

function cell(
  { matrix, active, readOnly }: MatrixForm,
  ref: CellRef,
  rowIndex: number,
  column: number,
): TemplateResult {
  const kind = kindOf(matrix, ref);
  const wanted = wishOf(matrix, ref);
  const change = wanted === undefined ? '' : wanted ? 'grant' : 'revoke';
  return html`<td
    role="gridcell"
    class="cell ${kind} ${change} ${readOnly ? 'fixed' : ''}"
    aria-colindex=${column + 2}
    aria-selected=${wanted === undefined ? 'false' : 'true'}
    aria-label=${cellText(matrix, ref)}
    title=${untilText(endOf(matrix, ref)) || nothing}
    tabindex=${active.row === rowIndex && active.column === column ? '0' : '-1'}
    data-row=${rowIndex}
    data-column=${column}
  >
    ${shape(shapes[kind])}${cellWord(kind)}${change === '' ? nothing : html`<b aria-hidden="true">${change === 'grant' ? '+' : '−'}</b>`}
  </td>`;
}

/** Codicons as plain characters: custom elements would be too expensive for hundreds of cells. */
export function shape(name: string): Part {
  return name === '' ? nothing : html`<span class="codicon codicon-${name}" aria-hidden="true"></span>`;
}

/** The end of a name is never cut, because similar names often differ only there. */
function nameParts(name: string): TemplateResult {
  const tail = name.length > tailLength ? -tailLength : 0;
  return html`<code class="secret-name"
    ><span class="head">${tail === 0 ? name : name.slice(0, tail)}</span
    >${tail === 0 ? nothing : html`<span class="tail">${name.slice(tail)}</span>`}</code
  >`;
}

const tailLength = 8;

/** The number of characters that fit into the three lines of a heading. */
function lettersIn(width: number): number {
  return Math.floor(width / 3.3);
}

/** Takes up the space of columns that are not rendered. */
function gap(columns: number, columnWidth: number): Part {
  return columns <= 0
    ? nothing
    : html`<td class="gap" aria-hidden="true" width=${columns * columnWidth}></td>`;
}

/**
 * Takes up the space of rows that are not rendered. The attribute is on the row, because the style sheet sets
 * the height of cells.
 */
function gapRow(rows: number): Part {
  if (rows <= 0) return nothing;
  return html`<tr aria-hidden="true" height=${rows * rowHeight}>
    <td class="gap"></td>
  </tr>`;
}
