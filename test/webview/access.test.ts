import { describe, expect, it } from 'vitest';
import type { ToAccessPanel } from '../../contracts/access-messages.ts';
import type { AgentEvidence, PanelPlace } from '../../contracts/panel-evidence.ts';
import {
  type AccessState,
  changeOf,
  conflictRows,
  deltaOf,
  followList,
  inOrder,
  isTicked,
  meetConflict,
  openAccess,
  summaryOf,
  tick,
  withEvidence,
} from '../../webview/edit-access/access.ts';
import { impactOf, proofOf, revokeWarning } from '../../webview/edit-access/evidence.ts';

type Opened = Extract<ToAccessPanel, { type: 'open' }>;

const airline = { agentId: 'a', agentName: 'Airline' };
const bistro = { agentId: 'b', agentName: 'Bistro' };
const clinic = { agentId: 'c', agentName: 'Clinic' };
const unread: Opened = {
  type: 'open',
  name: 'stripe_api_key',
  agents: [clinic, airline, bistro],
  grantedAgentIds: ['b'],
  draft: { grant: [], revoke: [] },
};
const evidence: readonly AgentEvidence[] = [
  { agentId: 'b', places: placesIn('bistro.py', 4), maybe: [] },
  { agentId: 'c', places: [], maybe: [] },
];
const message: Opened = { ...unread, evidence };
const opened = openAccess(message);

describe('the access panel', () => {
  it('opens with the access list ticked and no changes, those with access first', () => {
    expect(opened.agents.map(({ agentId }) => agentId)).toEqual(['b', 'a', 'c']);
    expect(opened.agents.map(({ agentId }) => isTicked(opened, agentId))).toEqual([true, false, false]);
    expect(summaryOf(opened)).toBe('No changes');
  });

  it('ticks a preselected agent as a change to save', () => {
    const state = openAccess({ ...message, draft: { grant: ['c', 'b'], revoke: [] } });
    expect(changesOf(state)).toEqual({ grant: ['c'], revoke: [] });
    expect(summaryOf(state)).toBe('1 grant');
  });

  it('sums up grants and revokes; a tick that is undone is not a change', () => {
    const state = tick(tick(opened, [airline, clinic], true), [bistro], false);
    expect(changesOf(state)).toEqual({ grant: ['a', 'c'], revoke: ['b'] });
    expect(summaryOf(state)).toBe('2 grants, 1 revoke');
    expect(summaryOf(tick(tick(state, [airline, clinic], false), [bistro], true))).toBe('No changes');
  });

  it('marks each change', () => {
    const state = tick(tick(opened, [airline], true), [bistro], false);
    expect(['a', 'b', 'c'].map((id) => changeOf(state, id))).toEqual(['grant', 'revoke', undefined]);
  });

  it('restores unsaved changes', () => {
    const state = openAccess({ ...message, draft: { grant: ['a'], revoke: ['b'] } });
    expect(changesOf(state)).toEqual({ grant: ['a'], revoke: ['b'] });
  });

  it('shows an agent that has access but is no longer listed, so that it can be revoked', () => {
    const state = openAccess({ ...message, grantedAgentIds: ['gone'] });
    expect(state.agents).toContainEqual({ agentId: 'gone', agentName: 'gone' });
  });

  it('says that the secret is deprecated, also if that happens while the panel is open', () => {
    expect(opened.deprecated).toBeUndefined();
    const list = { grantedAgentIds: ['b'], deprecated: { replacement: 'stripe_live' } };
    expect(followList(opened, list).deprecated).toEqual({ replacement: 'stripe_live' });
    expect(followList(followList(opened, list), { grantedAgentIds: ['b'] }).deprecated).toBeUndefined();
  });

  it('knows when grants end, also after a conflict', () => {
    const ends = [{ agentId: 'b', until: '2026-12-03T14:00:00.000Z' }];
    expect(openAccess({ ...message, ends }).ends.get('b')).toBe(ends[0]?.until);
    expect(meetConflict(opened, { grantedAgentIds: ['b'], ends }).ends.get('b')).toBe(ends[0]?.until);
  });

  it('handles an agent named like a built-in property', () => {
    expect(proofOf(opened, 'constructor').text).toBe('not in this workspace');
    expect(isTicked(opened, '__proto__')).toBe(false);
  });
});

describe('when someone else changes access while the panel is open', () => {
  const list = { grantedAgentIds: ['b', 'c'], ends: [{ agentId: 'c', until: '2026-12-03T14:00:00.000Z' }] };

  it('without unsaved changes, the ticks follow', () => {
    const state = followList(opened, list);
    expect(isTicked(state, 'c')).toBe(true);
    expect(state.ends.get('c')).toBe('2026-12-03T14:00:00.000Z');
    expect(summaryOf(state)).toBe('No changes');
    expect(conflictRows(state)).toEqual([]);
    expect(proofOf(state, 'b').text).toBe('used in 4 places');
  });

  it('with unsaved changes, both sides are shown', () => {
    const state = followList(tick(opened, [airline], true), list);
    expect(conflictRows(state).map(({ agent, before, now }) => [agent.agentName, before, now])).toEqual([
      ['Airline', false, false],
      ['Clinic', false, true],
    ]);
    expect(summaryOf(state)).toBe('1 grant');
  });
});

describe('the order of the agents', () => {
  const many = Array.from({ length: 300 }, (_, index) => ({
    agentId: `m${index}`,
    agentName: `Many ${index}`,
  }));
  const reads = [{ agentId: 'm250', places: placesIn('pay.py', 2), maybe: [] }];

  it('begins with the agent whose code uses the secret without access', () => {
    const state = inOrder(
      withEvidence(openAccess({ ...unread, agents: many, grantedAgentIds: ['m7'] }), reads),
    );
    expect(state.agents.slice(0, 3).map(({ agentId }) => agentId)).toEqual(['m250', 'm7', 'm0']);
  });

  it('keeps an agent that uses the secret with access among those with access', () => {
    const granted = ['m7', 'm250'];
    const state = inOrder(
      withEvidence(openAccess({ ...unread, agents: many, grantedAgentIds: granted }), reads),
    );
    expect(state.agents.slice(0, 3).map(({ agentId }) => agentId)).toEqual(['m7', 'm250', 'm0']);
  });
});

describe('the evidence next to each agent', () => {
  it('distinguishes used, unused, perhaps and unknown', () => {
    const state = withChoice(opened, 'c');
    expect(['b', 'c', 'a'].map((id) => proofOf(state, id).text)).toEqual([
      'used in 4 places',
      'maybe (dynamic)',
      'not in this workspace',
    ]);
    expect(proofOf(opened, 'c').text).toBe('not used');
  });

  it('warns before a revoke that breaks code, and lists the places', () => {
    expect(revokeWarning(opened)).toBe('');
    const state = tick(opened, [bistro], false);
    expect(revokeWarning(state)).toBe('After saving, 4 places will raise MissingAccess.');
    expect(impactOf(state)).toEqual([{ agent: bistro, places: placesIn('bistro.py', 4), maybe: [] }]);
  });

  it('says so when a name chosen at run time may be this one', () => {
    const granted = openAccess({ ...message, grantedAgentIds: ['c'] });
    const state = tick(withChoice(granted, 'c'), [clinic], false);
    expect(revokeWarning(state)).toBe(
      'Code that computes names at run time may still read the revoked secrets.',
    );
    expect(impactOf(state).map(({ maybe }) => maybe.length)).toEqual([1]);
  });

  it('claims nothing while the code is being read', () => {
    const state = tick(openAccess(unread), [bistro], false);
    expect(proofOf(state, 'b').text).toBe('Loading…');
    expect(revokeWarning(state)).toBe('The code is still being analyzed and may use what you revoke.');
    expect(revokeWarning(openAccess(unread))).toBe('');
    expect(revokeWarning(withEvidence(state, evidence))).toContain('4 places');
  });

  it('claims nothing about code that is not in the workspace', () => {
    const granted = openAccess({ ...message, grantedAgentIds: ['a'] });
    const state = tick(granted, [airline], false);
    expect(impactOf(state)).toEqual([]);
    expect(revokeWarning(state)).toContain('so their use of it is unknown: Airline');
  });
});

describe('when another user saved first', () => {
  it('changes stay as deltas on the new list', () => {
    const wished = tick(tick(opened, [airline], true), [bistro], false);
    const state = meetConflict(wished, { grantedAgentIds: ['b', 'c'] });
    expect(changesOf(state)).toEqual({ grant: ['a'], revoke: ['b'] });
    expect(isTicked(state, 'c')).toBe(true);
  });

  it('a change that another user has made is dropped', () => {
    const state = meetConflict(tick(opened, [airline], true), { grantedAgentIds: ['a', 'b'] });
    expect(summaryOf(state)).toBe('No changes');
  });

  it('both sides are shown for every agent on which they differ', () => {
    const state = meetConflict(tick(opened, [airline], true), { grantedAgentIds: ['c'] });
    expect(conflictRows(state)).toEqual([
      { agent: bistro, before: true, now: false, afterSave: false },
      { agent: airline, before: false, now: false, afterSave: true },
      { agent: clinic, before: false, now: true, afterSave: true },
    ]);
  });

  it('both sides are shown again after the tab was hidden', () => {
    const state = openAccess({ ...message, grantedBefore: ['b'], grantedAgentIds: ['c'] });
    expect(conflictRows(state).map(({ agent }) => agent)).toEqual([bistro, clinic]);
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

function withChoice(state: AccessState, agentId: string): AccessState {
  return withEvidence(state, [...evidence, { agentId, places: [], maybe: placesIn('any.py', 1) }]);
}

function placesIn(file: string, count: number): readonly PanelPlace[] {
  return Array.from({ length: count }, (_, index) => ({ id: index, label: `${file}:${index + 1}` }));
}
