import { gridId, scrollId } from './form.ts';
import { rowHeight, type Widths, widthsIn, type Window, windowOf } from './grid.ts';
import type { Position, Shown } from './shown.ts';

/** Padding and border of the cell with a name. */
const aroundName = 20;

/** The rendered grid: its visible part and the focus. */
export class GridPlace {
  readonly #textWidth = textMeasure();
  /** The rows for which `#longestName` was measured. */
  #measured: readonly string[] = [];
  #longestName = 0;

  /**
   * The range to render and its widths. Before the first render, the range that fits on a large screen. Also
   * passes the widths to the style sheet, because the page's policy does not allow inline styles.
   */
  measures({ names, agents }: Shown): {
    readonly rows: Window;
    readonly columns: Window;
    readonly widths: Widths;
  } {
    const { scrollTop = 0, scrollLeft = 0, clientHeight = 900, clientWidth = 1600 } = this.#scroll() ?? {};
    const longestName = this.#longest(names);
    const widths = widthsIn({ width: clientWidth, longestName, columns: agents.length });
    const { style } = document.documentElement;
    style.setProperty('--name-width', `${widths.name}px`);
    style.setProperty('--column-width', `${widths.column}px`);
    return {
      widths,
      rows: windowOf(scrollTop, clientHeight, rowHeight, names.length),
      columns: windowOf(scrollLeft, clientWidth, widths.column, agents.length),
    };
  }

  page(): number {
    return Math.max(1, Math.floor((this.#scroll()?.clientHeight ?? 0) / rowHeight) - 2);
  }

  toTop(): void {
    this.#scroll()?.scrollTo(0, 0);
  }

  /** Scrolls as little as needed, and allows for the sticky header and names, which cover cells. */
  bringIntoView({ row, column }: Position, { column: columnWidth }: Widths): void {
    const scroll = this.#scroll();
    const corner = document.querySelector<HTMLElement>(`#${gridId} .corner`);
    if (!scroll || !corner) return;
    const { offsetWidth: left, offsetHeight: top } = corner;
    scroll.scrollTop = nearest(scroll.scrollTop, row * rowHeight, rowHeight, scroll.clientHeight - top);
    scroll.scrollLeft = nearest(
      scroll.scrollLeft,
      column * columnWidth,
      columnWidth,
      scroll.clientWidth - left,
    );
  }

  positionAt(target: EventTarget | null): Position | undefined {
    const cell = target instanceof Element ? target.closest<HTMLElement>('[role="gridcell"]') : null;
    if (!cell) return undefined;
    return { row: Number(cell.dataset['row']), column: Number(cell.dataset['column']) };
  }

  focus({ row, column }: Position): void {
    const cell = document.querySelector<HTMLElement>(
      `#${gridId} [data-row="${row}"][data-column="${column}"]`,
    );
    (cell ?? document.getElementById(gridId))?.focus({ preventScroll: true });
  }

  hasFocus(): boolean {
    return document.getElementById(gridId)?.contains(document.activeElement) ?? false;
  }

  /**
   * A focused cell that is scrolled out of view is removed, so the focus moves to another element to keep the
   * keyboard working.
   */
  keepFocus(): void {
    const active = document.querySelector<HTMLElement>(`#${gridId} [role="gridcell"][tabindex="0"]`);
    (active ?? document.getElementById(gridId))?.focus({ preventScroll: true });
  }

  /** In pixels, with the space around a name. */
  #longest(names: readonly string[]): number {
    if (names === this.#measured) return this.#longestName;
    this.#measured = names;
    const longest = names.reduce((one, other) => (other.length > one.length ? other : one), '');
    this.#longestName = Math.ceil(this.#textWidth(longest)) + aroundName;
    return this.#longestName;
  }

  #scroll(): HTMLElement | undefined {
    return document.getElementById(scrollId) ?? undefined;
  }
}

/** Measures text in the font of the editor, which shows names. */
function textMeasure(): (text: string) => number {
  const context = document.createElement('canvas').getContext('2d');
  const { fontSize } = getComputedStyle(document.body);
  const family = getComputedStyle(document.documentElement).getPropertyValue('--vscode-editor-font-family');
  if (context) context.font = `${fontSize} ${family || 'monospace'}`;
  return (text) => context?.measureText(text).width ?? 0;
}

/** The offset closest to the current one at which the item is visible. */
function nearest(offset: number, start: number, size: number, extent: number): number {
  if (start < offset) return start;
  return Math.max(offset, start + size - extent);
}
