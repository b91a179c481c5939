import { describe, expect, it } from 'vitest';
import type { ToAccessPanel } from '../../contracts/webview-messages.ts';
import {
  changeOf,
  conflictRows,
  deltaOf,
  isTicked,
  meetConflict,
  openAccess,
  revokeWarning,
  summaryOf,
  tick,
  usesText,
  type AccessState,
} from '../../webview/edit-access/access-model.ts';

type Opened = Extract<ToAccessPanel, { type: 'open' }>;

const airline = { agentId: 'a', agentName: 'Airline' };
const bistro = { agentId: 'b', agentName: 'Bistro' };
const clinic = { agentId: 'c', agentName: 'Clinic' };
const message: Opened = {
  type: 'open',
  name: 'stripe_api_key',
  agents: [clinic, airline, bistro],
  grantedAgentIds: ['b'],
  preselectedAgentIds: [],
  uses: { b: 4, c: 0 },
};
const opened = openAccess(message);

describe('the access panel', () => {
  it('opens with the access list ticked and no changes, those with access first', () => {
    expect(opened.agents.map(({ agentId }) => agentId)).toEqual(['b', 'a', 'c']);
    expect(opened.agents.map(({ agentId }) => isTicked(opened, agentId))).toEqual([true, false, false]);
    expect(summaryOf(opened)).toBe('No changes');
  });

  it('ticks a preselected agent as a change to save', () => {
    const state = openAccess({ ...message, preselectedAgentIds: ['c', 'b'] });
    expect(changesOf(state)).toEqual({ grant: ['c'], revoke: [] });
    expect(summaryOf(state)).toBe('1 grant');
  });

  it('sums up grants and revokes, and a tick taken back is no change', () => {
    const state = tick(tick(opened, [airline, clinic], true), [bistro], false);
    expect(changesOf(state)).toEqual({ grant: ['a', 'c'], revoke: ['b'] });
    expect(summaryOf(state)).toBe('2 grants, 1 revoke');
    expect(summaryOf(tick(tick(state, [airline, clinic], false), [bistro], true))).toBe('No changes');
  });

  it('marks each change', () => {
    const state = tick(tick(opened, [airline], true), [bistro], false);
    expect(['a', 'b', 'c'].map((id) => changeOf(state, id))).toEqual(['grant', 'revoke', undefined]);
  });

  it('tells used, unused and unknown apart', () => {
    expect(['b', 'c', 'a'].map((id) => usesText(opened, id))).toEqual(['4 uses here', 'not used here', '']);
  });

  it('warns before a revoke that breaks code of this workspace', () => {
    expect(revokeWarning(opened)).toBe('');
    expect(revokeWarning(tick(opened, [bistro], false))).toBe(
      'After saving, 4 places in Bistro will raise MissingAccess.',
    );
  });

  it('shows an agent that has access but is no longer listed, so that it can be revoked', () => {
    const state = openAccess({ ...message, grantedAgentIds: ['gone'] });
    expect(state.agents.at(-1)).toEqual({ agentId: 'gone', agentName: 'gone' });
  });

  it('is not fooled by an agent called like a part of every object', () => {
    expect(usesText(opened, 'constructor')).toBe('');
    expect(isTicked(opened, '__proto__')).toBe(false);
  });
});

describe('when somebody else saved first', () => {
  it('wishes stay as deltas on the new list', () => {
    const wished = tick(tick(opened, [airline], true), [bistro], false);
    const state = meetConflict(wished, ['b', 'c']);
    expect(changesOf(state)).toEqual({ grant: ['a'], revoke: ['b'] });
    expect(isTicked(state, 'c')).toBe(true);
  });

  it('a wish that somebody has fulfilled is no change any more', () => {
    const state = meetConflict(tick(opened, [airline], true), ['a', 'b']);
    expect(summaryOf(state)).toBe('No changes');
  });

  it('both sides are shown for every agent on which they differ', () => {
    const state = meetConflict(tick(opened, [airline], true), ['c']);
    expect(conflictRows(state)).toEqual([
      { agent: bistro, before: true, now: false, afterSave: false },
      { agent: airline, before: false, now: false, afterSave: true },
      { agent: clinic, before: false, now: true, afterSave: true },
    ]);
  });

  it('nothing is shown without a conflict', () => {
    expect(conflictRows(tick(opened, [airline], true))).toEqual([]);
  });
});

function changesOf(state: AccessState): {
  readonly grant: readonly string[];
  readonly revoke: readonly string[];
} {
  const { grant, revoke } = deltaOf(state);
  return { grant: grant.map(({ agentId }) => agentId), revoke: revoke.map(({ agentId }) => agentId) };
}
