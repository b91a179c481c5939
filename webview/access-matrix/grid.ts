import type { Position } from './shown.ts';

/** In pixels; must match the style sheet. */
export const rowHeight = 30;

/** The widths of the names and of a column, in pixels. */
export interface Widths {
  readonly name: number;
  readonly column: number;
}

/** A column's words fit into the smallest width; beyond the largest one, a row is hard to follow. */
const columnWidths = { least: 112, most: 240 };
const leastName = 130;
/** The part of the grid that names can take from columns. */
const nameShare = 0.4;

/** Shows names in full where there is space for them. */
export function widthsIn({
  width,
  longestName,
  columns,
}: {
  readonly width: number;
  readonly longestName: number;
  readonly columns: number;
}): Widths {
  const { least, most } = columnWidths;
  const room = Math.max(width * nameShare, width - columns * least);
  const name = Math.round(Math.max(leastName, Math.min(longestName, room)));
  const share = columns === 0 ? least : Math.floor((width - name) / columns);
  return { name, column: Math.max(least, Math.min(share, most)) };
}

/** The rendered part of a list: from `first` up to but not including `end`. */
export interface Window {
  readonly first: number;
  readonly end: number;
}

/** The visible part plus a margin, so that short scrolls show no gap. */
export function windowOf(offset: number, extent: number, size: number, count: number): Window {
  const around = 4;
  const first = Math.max(0, Math.min(Math.floor(offset / size) - around, count - 1));
  return { first, end: Math.min(count, Math.ceil((offset + extent) / size) + around) };
}

export function contains({ first, end }: Window, index: number): boolean {
  return index >= first && index < end;
}

export interface GridSize {
  readonly rows: number;
  readonly columns: number;
  readonly page: number;
}

/**
 * The position to which a key moves in a grid, following the ARIA pattern; `undefined` for keys that do not
 * move.
 */
export function moved(
  { row, column }: Position,
  { key, ctrlKey, metaKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>,
  size: GridSize,
): Position | undefined {
  const far = ctrlKey || metaKey;
  const last = { row: size.rows - 1, column: size.columns - 1 };
  switch (key) {
    case 'ArrowDown':
      return { row: far ? last.row : Math.min(row + 1, last.row), column };
    case 'ArrowUp':
      return { row: far ? 0 : Math.max(row - 1, 0), column };
    case 'ArrowRight':
      return { row, column: far ? last.column : Math.min(column + 1, last.column) };
    case 'ArrowLeft':
      return { row, column: far ? 0 : Math.max(column - 1, 0) };
    case 'Home':
      return { row: far ? 0 : row, column: 0 };
    case 'End':
      return { row: far ? last.row : row, column: last.column };
    case 'PageDown':
      return { row: Math.min(row + size.page, last.row), column };
    case 'PageUp':
      return { row: Math.max(row - size.page, 0), column };
    default:
      return undefined;
  }
}

/** The closest position in a grid that may have become smaller. */
export function clamped({ row, column }: Position, { rows, columns }: GridSize): Position {
  return { row: Math.max(0, Math.min(row, rows - 1)), column: Math.max(0, Math.min(column, columns - 1)) };
}
