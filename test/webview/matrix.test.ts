import { describe, expect, it } from 'vitest';
import { localTimes } from '../../contracts/local-time.ts';
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
import { middle } from '../../webview/access-matrix/cell-words.ts';
import { widthsIn } from '../../webview/access-matrix/grid.ts';
import { matrixConflict, previewOf, selectionText } from '../../webview/access-matrix/preview.ts';
import type { MatrixView } from '../../contracts/matrix-messages.ts';
import { cellsBetween, firstView, riskyCells, shownIn } from '../../webview/access-matrix/shown.ts';

type Opened = Parameters<typeof openMatrix>[0];

const message: Opened = {
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

  it('answer who can read a secret: agents without an entry are hidden, and counted', () => {
    expect(see({ secretFilter: 'calm' })).toEqual({ names: ['calm'], agents: 'a' });
    expect(shownIn(opened, { ...firstView, secretFilter: 'calm' }).hidden).toEqual({ names: 0, agents: 3 });
    expect(see({ secretFilter: 'wanted' })).toEqual({ names: ['wanted'], agents: 'bd' });
    expect(see({ secretFilter: 'calm', blanks: true }).agents).toBe('bacd');
  });

  it('answer what an agent can read: secrets without an entry are hidden, and counted', () => {
    expect(see({ agentFilter: 'depot' })).toEqual({ names: ['wanted'], agents: 'd' });
    expect(shownIn(opened, { ...firstView, agentFilter: 'depot' }).hidden).toEqual({ names: 2, agents: 0 });
    expect(see({ agentFilter: 'depot', blanks: true }).names).toEqual(['wanted', 'spare', 'calm']);
  });

  it('include a blank cell if both its secret and its agent are filtered, so that it can be granted', () => {
    expect(see({ secretFilter: 'calm', agentFilter: 'depot' })).toEqual({ names: ['calm'], agents: 'd' });
  });

  it('include blank cells that are selected', () => {
    const wishing = wish(opened, [cell('calm', 'd')], true);
    const { agents } = shownIn(wishing, { ...firstView, secretFilter: 'calm' });
    expect(agents.map(({ agentId }) => agentId).toSorted()).toEqual(['a', 'd']);
  });

  it('can be the granted ones alone', () => {
    expect(see({ show: 'granted' })).toEqual({ names: ['wanted', 'spare', 'calm'], agents: 'bacd' });
    expect(see({ show: 'granted', secretFilter: 'wanted' })).toEqual({ names: ['wanted'], agents: 'd' });
    expect(see({ show: 'granted', agentFilter: 'bistro' })).toEqual({ names: ['spare'], agents: 'b' });
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

describe('names that are longer than their place', () => {
  it('are cut in the middle, because they differ at the end', () => {
    expect(middle('Hotel Booking Assistant Berlin', 20)).toBe('Hotel Booki…t Berlin');
    expect(middle('Hotel Booking', 20)).toBe('Hotel Booking');
  });
});

describe('the widths of the grid', () => {
  const place = { width: 1000, longestName: 300, columns: 20 };

  it('give a name its full width, up to a part of the grid while columns need the space', () => {
    expect(widthsIn(place)).toEqual({ name: 300, column: 112 });
    expect(widthsIn({ ...place, longestName: 700 })).toEqual({ name: 400, column: 112 });
  });

  it('use free space for the full name first, then for the columns', () => {
    expect(widthsIn({ ...place, longestName: 700, columns: 1 })).toEqual({ name: 700, column: 240 });
    expect(widthsIn({ ...place, longestName: 200, columns: 5 })).toEqual({ name: 200, column: 160 });
  });

  it('keep a part of a name in a narrow editor', () => {
    expect(widthsIn({ width: 270, longestName: 300, columns: 20 })).toEqual({ name: 130, column: 112 });
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
