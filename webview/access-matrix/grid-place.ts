import { gridId, scrollId } from './form.ts';
import { columnWidth, rowHeight, type Window, windowOf } from './grid.ts';
import type { Position, Shown } from './shown.ts';

/** The rendered grid: its visible part and the focus. */
export class GridPlace {
  /** The range to render. Before the first render, the range that fits on a large screen. */
  windows({ names, agents }: Shown): { readonly rows: Window; readonly columns: Window } {
    const { scrollTop = 0, scrollLeft = 0, clientHeight = 900, clientWidth = 1600 } = this.#scroll() ?? {};
    return {
      rows: windowOf(scrollTop, clientHeight, rowHeight, names.length),
      columns: windowOf(scrollLeft, clientWidth, columnWidth, agents.length),
    };
  }

  page(): number {
    return Math.max(1, Math.floor((this.#scroll()?.clientHeight ?? 0) / rowHeight) - 2);
  }

  toTop(): void {
    this.#scroll()?.scrollTo(0, 0);
  }

  /** Scrolls as little as needed, and allows for the sticky header and names, which cover cells. */
  bringIntoView({ row, column }: Position): void {
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

  #scroll(): HTMLElement | undefined {
    return document.getElementById(scrollId) ?? undefined;
  }
}

/** The offset closest to the current one at which the item is visible. */
function nearest(offset: number, start: number, size: number, extent: number): number {
  if (start < offset) return start;
  return Math.max(offset, start + size - extent);
}
