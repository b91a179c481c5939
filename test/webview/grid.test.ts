import { describe, expect, it } from 'vitest';
import { moved, windowOf, clamped } from '../../webview/access-matrix/grid.ts';

const size = { rows: 5000, columns: 300, page: 20 };
const plain = { ctrlKey: false, metaKey: false };
const far = { ctrlKey: true, metaKey: false };
const at = { row: 100, column: 10 };

describe('the keys of the grid', () => {
  it.each([
    ['ArrowDown', plain, { row: 101, column: 10 }],
    ['ArrowUp', plain, { row: 99, column: 10 }],
    ['ArrowRight', plain, { row: 100, column: 11 }],
    ['ArrowLeft', plain, { row: 100, column: 9 }],
    ['Home', plain, { row: 100, column: 0 }],
    ['End', plain, { row: 100, column: 299 }],
    ['PageDown', plain, { row: 120, column: 10 }],
    ['PageUp', plain, { row: 80, column: 10 }],
    ['Home', far, { row: 0, column: 0 }],
    ['End', far, { row: 4999, column: 299 }],
    ['ArrowDown', far, { row: 4999, column: 10 }],
  ] as const)('%s %j leads to %j', (key, modifiers, expected) => {
    expect(moved(at, { key, ...modifiers }, size)).toEqual(expected);
  });

  it('stop at the edges, and others move nothing', () => {
    expect(moved({ row: 0, column: 0 }, { key: 'ArrowUp', ...plain }, size)).toEqual({ row: 0, column: 0 });
    expect(moved({ row: 4999, column: 299 }, { key: 'PageDown', ...plain }, size)?.row).toBe(4999);
    expect(moved(at, { key: 'a', ...plain }, size)).toBeUndefined();
  });
});

describe('the drawn cells', () => {
  it('are the visible ones and a few around them', () => {
    expect(windowOf(0, 600, 30, 5000)).toEqual({ first: 0, end: 24 });
    expect(windowOf(3000, 600, 30, 5000)).toEqual({ first: 96, end: 124 });
    expect(windowOf(149_400, 600, 30, 5000)).toEqual({ first: 4976, end: 5000 });
    expect(windowOf(0, 600, 30, 0)).toEqual({ first: 0, end: 0 });
  });

  it('exist also when the list became shorter than the scroll position', () => {
    expect(windowOf(149_400, 600, 30, 3)).toEqual({ first: 2, end: 3 });
    expect(clamped({ row: 4000, column: 200 }, { rows: 3, columns: 0, page: 1 })).toEqual({
      row: 2,
      column: 0,
    });
  });
});
