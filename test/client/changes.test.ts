import { describe, expect, it } from 'vitest';
import type { BranchChanges, NeededSecret } from '../../contracts/changes.ts';
import { usageOfAgent } from '../../client/panels/access-changes.ts';
import {
  childrenOf,
  nodeId,
  parentOf,
  roots,
  type TreeNode,
  type ViewInput,
} from '../../client/tree/tree.ts';
import { catalogOf, identity, secret } from './support.ts';

const agent = { agentId: 'booking', agentName: 'Hotel Booking', rootUri: 'file:///booking' };
const place = {
  uri: 'file:///booking/functions/pay.py',
  range: { start: { line: 11, character: 4 }, end: { line: 11, character: 4 } },
};
const at = { place, label: 'functions/pay.py:12' };
const needed: NeededSecret = { agentId: 'booking', name: 'stripe_api_key', access: 'missing', ...at };

const nothing: BranchChanges = {
  base: { name: 'main', commit: 'c0ffee' },
  gitFolder: '/booking/.git',
  agentNames: { booking: 'Hotel Booking', spa: 'Spa' },
  needs: [],
  findings: [],
  dynamic: [],
  suppressions: [],
  gone: [],
  catalog: [],
  notChecked: [],
};

function input(changes: BranchChanges | undefined): ViewInput {
  return {
    session: { kind: 'ready', identity },
    agent,
    agentKnown: true,
    projectProblem: undefined,
    serverFailed: false,
    catalog: { kind: 'known', stale: false, catalog: catalogOf('booking', [secret('mail_key')]) },
    uses: {},
    usesComplete: true,
    findings: [],
    mayList: false,
    changes,
  };
}

function rowsOf(changes: BranchChanges): readonly TreeNode[] {
  return roots(input(changes)).slice(0, 1).flatMap(childrenOf).flatMap(childrenOf);
}

describe('the Changes group', () => {
  it.each([
    ['there is nothing to compare with', undefined],
    ['the branch changes nothing', nothing],
  ])('is absent while %s', (_case, changes) => {
    expect(roots(input(changes)).map(({ type }) => type)).toEqual(['secret']);
  });

  it('comes first, and has a group for each kind of change that the branch makes', () => {
    const changes: BranchChanges = {
      ...nothing,
      needs: [needed],
      suppressions: [{ rules: ['secret-in-log'], reason: 'masked', suppressed: [], ...at }],
      gone: [{ agentId: 'booking', name: 'old_key', label: 'functions/old.py:3', mayRevoke: true }],
    };
    const [first, second] = roots(input(changes));
    expect([first?.type, second?.type]).toEqual(['changes', 'secret']);
    const groups = first ? childrenOf(first) : [];
    expect(groups.map((group) => 'list' in group && group.list)).toEqual(['needs', 'suppressions', 'gone']);
  });

  it('shows what the branch changes in a committed catalog', () => {
    const catalog = [{ agentId: 'booking', name: 'stripe_api_key', change: 'granted' as const }];
    const [first] = roots(input({ ...nothing, catalog }));
    const groups = first ? childrenOf(first) : [];
    expect(groups.map((group) => 'list' in group && group.list)).toEqual(['catalog']);
    expect(groups.flatMap(childrenOf)).toMatchObject([{ agentName: 'Hotel Booking', row: catalog[0] }]);
  });

  it('appears even if all it has to say is that a file could not be checked', () => {
    const [first] = roots(input({ ...nothing, notChecked: [{ ...at, label: 'functions/huge.py' }] }));
    const groups = first ? childrenOf(first) : [];
    expect(groups.map((group) => 'list' in group && group.list)).toEqual(['notChecked']);
    expect(groups.flatMap(childrenOf)).toMatchObject([{ row: { label: 'functions/huge.py' } }]);
  });

  it('offers Grant and Request for a needed secret: its row names the secret, the agent and the place', () => {
    expect(rowsOf({ ...nothing, needs: [needed] })).toMatchObject([
      {
        name: 'stripe_api_key',
        agentId: 'booking',
        agentName: 'Hotel Booking',
        place: 'functions/pay.py:12',
      },
    ]);
  });

  it('shows agents by their names, also those that the view does not show', () => {
    const needs = [
      { ...needed, agentId: 'spa' },
      { ...needed, agentId: 'unknown' },
    ];
    expect(rowsOf({ ...nothing, needs })).toMatchObject([{ agentName: 'Spa' }, { agentName: 'unknown' }]);
  });

  it('keeps a row expanded and selected when access is granted', () => {
    const before = rowsOf({ ...nothing, needs: [needed] }).map(nodeId);
    const after = rowsOf({ ...nothing, needs: [{ ...needed, access: 'granted' }] }).map(nodeId);
    expect(after).toEqual(before);
  });

  it('gives each row its own ID', () => {
    const finding = { rule: 'secret-in-log', message: 'The log contains it.', ...at };
    const rows = rowsOf({
      ...nothing,
      needs: [needed, { ...needed, agentId: 'other' }],
      findings: [finding, { ...finding, rule: 'secret-cached' }],
      gone: [{ agentId: 'booking', name: 'stripe_api_key', label: 'a.py:1', mayRevoke: false }],
      catalog: [{ agentId: 'booking', name: 'stripe_api_key', change: 'revoked' }],
    });
    expect(new Set(rows.map(nodeId)).size).toBe(6);
  });

  it('leads from each row back to its group', () => {
    const shown = input({ ...nothing, needs: [needed] });
    const [row] = rowsOf({ ...nothing, needs: [needed] });
    const group = row && parentOf(row, shown);
    expect(group).toMatchObject({ type: 'changeGroup', list: 'needs' });
    expect(group && parentOf(group, shown)?.type).toBe('changes');
  });
});

describe('granted and used', () => {
  const catalog = catalogOf('booking', [secret('read_key'), secret('idle_key')]);
  const names = { read_key: [place], wanted_key: [place] };
  const now = '2026-11-24T00:00:00.000Z';

  it('names what is read, what is not, and what is missing', () => {
    expect(usageOfAgent(agent, catalog, { names, complete: true }, now)).toMatchObject({
      used: ['read_key'],
      unused: ['idle_key'],
      missing: ['wanted_key'],
      uncertain: false,
    });
  });

  it('calls a secret unused that no name chosen at run time can be', () => {
    const uses = { names, complete: true, choices: [{ pattern: 'crm_*', place }] };
    expect(usageOfAgent(agent, catalog, uses, now)).toMatchObject({ unused: ['idle_key'], uncertain: false });
  });

  it('counts access that has ended as not granted, like a report', () => {
    const ended = { ...secret('read_key'), accessUntil: '2026-11-23T00:00:00.000Z' };
    expect(usageOfAgent(agent, catalogOf('booking', [ended]), { names, complete: true }, now)).toMatchObject({
      used: [],
      missing: ['read_key', 'wanted_key'],
    });
  });

  it.each([
    ['the code is still being analyzed', { names, complete: false }],
    ['a name is chosen at run time', { names, complete: true, choices: [{ pattern: '*', place }] }],
  ])('calls nothing unused while %s', (_case, uses) => {
    expect(usageOfAgent(agent, catalog, uses, now)).toMatchObject({ unused: [], uncertain: true });
  });
});
