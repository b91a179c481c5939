import { gridId, scrollId } from './form.ts';
import { columnWidth, rowHeight, type Window, windowOf } from './grid.ts';
import type { Position, Shown } from './shown.ts';

/** The rendered grid: its visible part, and the focus. */
export class GridPlace {
  /** The range to render; before the first rendering, what a large screen can show. */
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

  /** Scrolls as little as needed; the sticky header and names cover what is below them. */
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

  /** A cell that is scrolled out of view takes the focus with it; the keyboard must keep working. */
  keepFocus(): void {
    const active = document.querySelector<HTMLElement>(`#${gridId} [role="gridcell"][tabindex="0"]`);
    (active ?? document.getElementById(gridId))?.focus({ preventScroll: true });
  }

  #scroll(): HTMLElement | undefined {
    return document.getElementById(scrollId) ?? undefined;
  }
}

/** The offset nearest to the current one at which an item is visible. */
function nearest(offset: number, start: number, size: number, extent: number): number {
  if (start < offset) return start;
  return Math.max(offset, start + size - extent);
}
