import type { CellKind } from '../../contracts/access-cell.ts';
import { cellRows, type MatrixTable } from './access-matrix.ts';
import { csvOf } from './csv.ts';

export interface ExportWords {
  readonly title: string;
  readonly secret: string;
  readonly kinds: Readonly<Record<CellKind, string>>;
}

export function toCsv(table: MatrixTable, { secret, kinds }: ExportWords): string {
  const head = [secret, ...table.agents.map(({ agentId, agentName }) => `${agentName} (${agentId})`)];
  const rows = cellRows(table).map((cells, row) =>
    [table.secrets[row]?.name ?? ''].concat(cells.map((kind) => kinds[kind])),
  );
  return csvOf([head, ...rows]);
}

const size = { cell: 18, head: 180, names: 240, margin: 16, legend: 34 } as const;

const marks: Readonly<Record<Exclude<CellKind, 'empty'>, string>> = {
  missing: '<path d="M9 2.5 16 15.5 2 15.5Z" fill="#c72e0f"/>',
  unused: '<circle cx="9" cy="9" r="5.5" fill="none" stroke="#9a6700" stroke-width="2"/>',
  maybe: '<rect x="4" y="4" width="10" height="10" fill="none" stroke="#57606a" stroke-dasharray="2 2"/>',
  unknown: '<path d="M4 9H14" stroke="#57606a" stroke-width="2"/>',
  used: '<circle cx="9" cy="9" r="6" fill="#1a7f37"/>',
};

/** The table as an image. Kinds differ in shape as well as color, and the text is machine-readable. */
export function toSvg(table: MatrixTable, words: ExportWords): string {
  const [top, left] = [size.margin + size.legend + size.head, size.margin + size.names];
  const width = Math.max(left + table.agents.length * size.cell + size.head / 2, 900) + size.margin;
  const height = top + table.secrets.length * size.cell + size.margin;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="sans-serif" font-size="11">`,
    `<title>${escaped(words.title)}</title><rect width="100%" height="100%" fill="#ffffff"/>`,
    `<defs>${Object.entries(marks)
      .map(([kind, mark]) => `<g id="${kind}">${mark}</g>`)
      .join('')}</defs>`,
    legend(words),
    ...table.agents.map(({ agentName }, at) => agentLabel(agentName, left + at * size.cell, top)),
    ...table.secrets.map(({ name }, at) => secretLabel(name, left, top + at * size.cell, width)),
    ...cellRows(table).map((cells, row) => marksOf(cells, left, top + row * size.cell)),
    '</svg>\n',
  ].join('\n');
}

function legend({ kinds }: ExportWords): string {
  const entries = (['missing', 'unused', 'maybe', 'unknown', 'used'] as const).map(
    (kind, at) =>
      `<use href="#${kind}" x="${size.margin + at * 175}" y="${size.margin}"/><text x="${size.margin + at * 175 + 22}" y="${size.margin + 13}">${escaped(kinds[kind])}</text>`,
  );
  return entries.join('');
}

function agentLabel(name: string, x: number, y: number): string {
  return `<text transform="translate(${x + 13} ${y - 6}) rotate(-60)">${escaped(shortened(name))}</text>`;
}

function secretLabel(name: string, x: number, y: number, width: number): string {
  const line = `<path d="M${size.margin} ${y}H${width - size.margin}" stroke="#d0d7de" stroke-width="0.5"/>`;
  return `${line}<text x="${x - 8}" y="${y + 13}" text-anchor="end" font-family="monospace">${escaped(shortened(name))}</text>`;
}

function marksOf(cells: readonly CellKind[], x: number, y: number): string {
  return cells
    .map((kind, at) => (kind === 'empty' ? '' : `<use href="#${kind}" x="${x + at * size.cell}" y="${y}"/>`))
    .join('');
}

function shortened(text: string): string {
  return text.length > 34 ? `${text.slice(0, 33)}…` : text;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
