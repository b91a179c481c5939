import { describe, expect, it } from 'vitest';
import { localTimes } from '../../contracts/local-time.ts';
import type { ToMatrixPanel } from '../../contracts/matrix-messages.ts';
import { cellText } from '../../webview/access-matrix/cell-words.ts';
import {
  changesOf,
  kindOf,
  meetMatrixConflict,
  openMatrix,
  settled,
  wish,
  withLists,
} from '../../webview/access-matrix/matrix.ts';
import { matrixConflict, previewOf, selectionText } from '../../webview/access-matrix/preview.ts';
import {
  cellsBetween,
  firstView,
  riskyCells,
  shownIn,
  type MatrixView,
} from '../../webview/access-matrix/shown.ts';

type Opened = Extract<ToMatrixPanel, { type: 'open' }>;

const message: Opened = {
  type: 'open',
  agents: [
    { agentId: 'a', agentName: 'Airline' },
    { agentId: 'b', agentName: 'Bistro' },
    { agentId: 'c', agentName: 'Clinic' },
    { agentId: 'd', agentName: 'Depot' },
  ],
  secrets: [
    { name: 'calm', agentIds: ['a'] },
    { name: 'spare', agentIds: ['a', 'b', 'c'] },
    { name: 'wanted', agentIds: ['d'] },
  ],
  uses: [
    { agentId: 'a', counts: { calm: 2 }, patterns: [] },
    { agentId: 'b', counts: { wanted: 3 }, patterns: [] },
    { agentId: 'c', counts: {}, patterns: ['sp*'] },
  ],
  draft: [],
};
const opened = openMatrix(message);
const shown = shownIn(opened, firstView);
const cell = (name: string, agentId: string): { name: string; agentId: string } => ({ name, agentId });

describe('a cell', () => {
  it.each([
    ['calm', 'a', 'used'],
    ['spare', 'a', 'unused'],
    ['spare', 'c', 'maybe'],
    ['wanted', 'b', 'missing'],
    ['wanted', 'd', 'unknown'],
    ['wanted', 'a', 'empty'],
    ['constructor', 'a', 'empty'],
  ])('%s of agent %s is %s', (name, agentId, kind) => {
    expect(kindOf(opened, cell(name, agentId))).toBe(kind);
  });

  it('says in words what it is, and what will become of it', () => {
    expect(cellText(opened, cell('wanted', 'b'))).toBe('no access but used; 3 places');
    const wishing = wish(opened, [cell('wanted', 'b')], true);
    expect(cellText(wishing, cell('wanted', 'b'))).toBe('no access but used; 3 places; will be granted');
  });
});

describe('a cell of a grant that ends', () => {
  it("shows the end, in the user's time zone", () => {
    const until = '2026-12-03T14:00:00.000Z';
    const limited = { name: 'calm', agentIds: ['a', 'b'], ends: [{ agentId: 'a', until }] };
    const state = withLists(opened, [limited]);
    expect(cellText(state, cell('calm', 'a'))).toBe(
      `used, granted; until ${localTimes('en')(until)}; 2 places`,
    );
    expect(localTimes('en-GB')(until)).toContain('3 Dec 2026');
    expect(cellText(state, cell('calm', 'b'))).toBe('granted but unused');
  });
});

describe('the visible cells', () => {
  const see = (view: Partial<MatrixView>): { names: readonly string[]; agents: string } => {
    const { names, agents } = shownIn(opened, { ...firstView, ...view });
    return { names, agents: agents.map(({ agentId }) => agentId).join('') };
  };

  it('begin with used but missing access, then unused access, in both dimensions', () => {
    expect(see({})).toEqual({ names: ['wanted', 'spare', 'calm'], agents: 'bacd' });
    expect(see({ order: 'name' })).toEqual({ names: ['calm', 'spare', 'wanted'], agents: 'abcd' });
  });

  it('are filtered in both dimensions', () => {
    expect(see({ secretFilter: 'AR sp', agentFilter: 'i c' })).toEqual({ names: ['spare'], agents: 'c' });
  });

  it('can be the risks alone', () => {
    expect(see({ show: 'missing' })).toEqual({ names: ['wanted'], agents: 'b' });
    expect(see({ show: 'unused' })).toEqual({ names: ['spare'], agents: 'ba' });
    expect(see({ show: 'risks' }).names).toEqual(['wanted', 'spare']);
    expect(see({ show: 'changes' })).toEqual({ names: [], agents: '' });
  });

  it('are the same in a rectangle from either corner', () => {
    const [one, other] = [
      { row: 0, column: 1 },
      { row: 1, column: 0 },
    ];
    expect(cellsBetween(shown, one, other)).toEqual(cellsBetween(shown, other, one));
    expect(cellsBetween(shown, one, other)).toHaveLength(4);
  });
});

describe('selecting', () => {
  it('includes only actual changes, and a change that is undone is dropped', () => {
    const all = wish(opened, cellsBetween(shown, { row: 0, column: 0 }, { row: 2, column: 3 }), true);
    expect(selectionText(all)).toBe('7 grants in 3 secrets');
    const none = wish(all, cellsBetween(shown, { row: 0, column: 0 }, { row: 2, column: 3 }), false);
    expect(selectionText(none)).toBe('5 revokes in 3 secrets');
    expect(changesOf(settled(none))).toEqual([]);
  });

  it('all that is missing, or all that is unused, of the visible cells', () => {
    expect(riskyCells(opened, shown, 'missing')).toEqual([cell('wanted', 'b')]);
    expect(riskyCells(opened, shown, 'unused')).toEqual([cell('spare', 'a'), cell('spare', 'b')]);
    const narrow = shownIn(opened, { ...firstView, agentFilter: 'bistro' });
    expect(riskyCells(opened, narrow, 'unused')).toEqual([cell('spare', 'b')]);
  });

  it('is previewed with its impact, breakage first', () => {
    const state = wish(
      wish(opened, [cell('calm', 'a'), cell('spare', 'b')], false),
      [cell('wanted', 'b')],
      true,
    );
    expect(previewOf(state).map(({ agentName, granted, impact }) => [agentName, granted, impact])).toEqual([
      ['Airline', false, '2 places will raise MissingAccess'],
      ['Bistro', false, 'breaks nothing here'],
      ['Bistro', true, 'fixes 3 places'],
    ]);
  });

  it('is restored as it was left, without what has been done in the meantime', () => {
    const draft = [{ name: 'wanted', grant: ['b', 'd'], revoke: ['a'] }];
    expect(changesOf(openMatrix({ ...message, draft }))).toEqual([
      { name: 'wanted', grant: ['b'], revoke: [] },
    ]);
    const gone = [{ name: 'deleted', grant: ['b'], revoke: [] }];
    expect(changesOf(openMatrix({ ...message, draft: gone }))).toEqual([]);
  });
});

describe('when another user saved first', () => {
  const wishing = wish(wish(opened, [cell('wanted', 'b')], true), [cell('spare', 'a')], false);

  it('both sides are shown cell by cell, and nothing selected is lost', () => {
    const state = meetMatrixConflict(wishing, [{ name: 'wanted', agentIds: ['c', 'd'] }]);
    const rows = matrixConflict(state).map(({ agentName, before, now, afterSave }) => [
      agentName,
      before,
      now,
      afterSave,
    ]);
    expect(rows).toEqual([
      ['Clinic', false, true, true],
      ['Bistro', false, false, true],
    ]);
    expect(selectionText(state)).toBe('1 grant, 1 revoke in 2 secrets');
  });

  it('lists that changed in the vault are adopted silently when nothing collides', () => {
    const state = withLists(wishing, [{ name: 'calm', agentIds: [] }]);
    expect(kindOf(state, cell('calm', 'a'))).toBe('missing');
    expect(matrixConflict(state)).toEqual([]);
  });
});
