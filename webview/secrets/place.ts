import { type Window, windowOf } from '../access-matrix/grid.ts';
import type { SecretsView } from '../../contracts/secrets-messages.ts';

export const scrollId = 'secrets-scroll';

/** In pixels. */
const rowHeights = { cards: 200, list: 44, narrowList: 80 } as const;
const leastCardWidth = 300;

/**
 * The part of the list to render. Passes the sizes to the style sheet, because the page's policy does not allow
 * inline styles. Before the first render, the part that fits on a large screen.
 */
export function visiblePart(count: number, layout: SecretsView['layout']): Window {
  const scroll = document.getElementById(scrollId);
  const { scrollTop, clientHeight, clientWidth } = scroll ?? {
    scrollTop: 0,
    clientHeight: 900,
    clientWidth: window.innerWidth,
  };
  const columns = layout === 'list' ? 1 : Math.max(1, Math.floor(clientWidth / leastCardWidth));
  const rows = Math.ceil(count / columns);
  const isNarrow = layout === 'list' && window.matchMedia('(max-width: 30rem)').matches;
  const height = rowHeights[isNarrow ? 'narrowList' : layout];
  const { first, end } = windowOf(scrollTop, clientHeight, height, rows);
  const { style } = document.documentElement;
  style.setProperty('--columns', String(columns));
  style.setProperty('--row', `${height}px`);
  style.setProperty('--before', `${first * height}px`);
  style.setProperty('--after', `${(rows - end) * height}px`);
  return { first: first * columns, end: Math.min(count, end * columns) };
}
