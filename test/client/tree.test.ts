import type { AgentFinding } from '../../contracts/agent-findings.ts';
import { describe, expect, it } from 'vitest';
import {
  attentionCount,
  childrenOf,
  needAttention,
  nodeId,
  nodeOf,
  parentOf,
  roots,
  type ViewInput,
  viewState,
} from '../../client/tree/tree.ts';
import type { CatalogState } from '../../client/session/session-state.ts';
import type { CatalogSecret } from '../../contracts/catalog.ts';
import { catalogOf, identity, secret } from './support.ts';

const agent = { agentId: 'booking', agentName: 'Hotel Booking', rootUri: 'file:///booking' };

const listed: ViewInput = {
  session: { kind: 'ready', identity },
  agent,
  agentKnown: true,
  projectProblem: undefined,
  serverFailed: false,
  catalog: { kind: 'known', stale: false, catalog: catalogOf('booking', [secret('stripe_api_key')]) },
  uses: {},
  usesComplete: true,
  findings: [],
  mayList: false,
};

describe('the Secrets view', () => {
  it.each<[string, Partial<ViewInput>, string]>([
    ['no one is signed in', { session: { kind: 'signedOut' } }, 'signedOut'],
    ['the key has expired', { session: { kind: 'signedOut', message: 'Expired.' } }, 'keyRefused'],
    ['the vault is switched off', { session: { kind: 'disabled', identity } }, 'disabled'],
    ['there is no agent project', { agent: undefined }, 'noAgent'],
    [
      'a project.yaml is broken',
      { agent: undefined, projectProblem: 'Line 2 is not YAML.' },
      'brokenProject',
    ],
    ['no agent has been searched for yet', { agent: undefined, agentKnown: false }, 'loading'],
    [
      'no agent can be found, because the language server did not start',
      { agent: undefined, agentKnown: false, serverFailed: true },
      'serverFailed',
    ],
    [
      'the vault is away and no agent has been searched for yet',
      { session: { kind: 'offline', message: '' }, agent: undefined, agentKnown: false },
      'loading',
    ],
    ['names are on their way', { catalog: { kind: 'loading' } }, 'loading'],
    ['the user signed in again, and names are requested again', { catalog: missing('signedOut') }, 'loading'],
    ['the account has no such agent', { catalog: missing('unknownAgent') }, 'unknownAgent'],
    ['the person may not see it', { catalog: missing('refused') }, 'refused'],
    [
      'the vault is away and nothing is known',
      { session: { kind: 'offline', message: '' }, catalog: undefined },
      'offline',
    ],
    ['the vault answers rubbish', { session: { kind: 'failed', message: '' }, catalog: undefined }, 'failed'],
    ['the agent can read nothing', { catalog: known([]) }, 'empty'],
    [
      'the agent could read nothing, and the vault is away',
      { session: { kind: 'offline', message: '' }, catalog: known([]) },
      'offline',
    ],
    ['there is something to show', {}, 'list'],
  ])('when %s', (_when, change, state) => {
    expect(viewState({ ...listed, ...change })).toBe(state);
  });

  it('shows the example of a workspace to a user who is signed out, but not after an expired sign-in', () => {
    const catalog = exampleOf([secret('a')]);
    expect(viewState({ ...listed, session: { kind: 'signedOut' }, catalog })).toBe('example');
    const refusedKey = { kind: 'signedOut', message: 'Expired.' } as const;
    expect(viewState({ ...listed, session: refusedKey, catalog })).toBe('keyRefused');
    expect(viewState({ ...listed, session: { kind: 'signedOut' }, catalog: exampleOf([]) })).toBe(
      'signedOut',
    );
  });

  it('keeps the list while the vault is unreachable', () => {
    expect(viewState({ ...listed, session: { kind: 'offline', message: '' } })).toBe('list');
  });

  it('shows what the agent can read by name, and nothing else to an author', () => {
    const input = {
      ...listed,
      catalog: known([secret('b'), secret('a'), secret('c', { access: 'missing' })]),
    };
    expect(roots(input).map(label)).toEqual(['a', 'b']);
  });

  it('shows an admin what the agent cannot read, in a group of its own', () => {
    const catalog = known([secret('a'), secret('c', { access: 'missing' })]);
    const [, group] = roots({ ...listed, catalog, mayList: true });
    expect(group && childrenOf(group).map(label)).toEqual(['c']);
  });

  it('expands a key/value secret to its fields, but not one that the agent cannot read', () => {
    const fields: Partial<CatalogSecret> = { kind: 'key_value', fields: ['client_id', 'client_secret'] };
    const catalog = known([secret('crm', fields), secret('other', { ...fields, access: 'missing' })]);
    const [crm, group] = roots({ ...listed, catalog, mayList: true });
    expect(crm && childrenOf(crm).map(label)).toEqual(['client_id', 'client_secret']);
    const [other] = group ? childrenOf(group) : [];
    expect(other && childrenOf(other)).toEqual([]);
  });

  it('counts uses by name, and handles names of built-in properties', () => {
    const place = {
      uri: 'file:///a.py',
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
    };
    const catalog = known([secret('constructor'), secret('stripe_api_key')]);
    const nodes = roots({ ...listed, catalog, uses: { stripe_api_key: [place, place] } });
    expect(nodes.map((node) => node.type === 'secret' && node.uses.length)).toEqual([0, 2]);
  });
});

describe('names in code that need attention', () => {
  const finding = (rule: AgentFinding['rule'], names: readonly string[], line: number): AgentFinding => ({
    rule,
    severity: 'warning',
    message: `${rule} at ${line}`,
    names,
    place: {
      uri: 'file:///booking/functions/check%20in.py',
      range: { start: { line, character: 4 }, end: { line, character: 9 } },
    },
  });
  const catalog = known([secret('stripe_api_key'), secret('fraud_key', { access: 'missing' })]);
  const withFindings = (...findings: readonly AgentFinding[]): ViewInput => ({
    ...listed,
    catalog,
    findings,
  });

  it('come first, the most severe on top, each with its places below', () => {
    const input = withFindings(
      finding('secret-deprecated', ['old_key'], 1),
      finding('secret-access-missing', ['fraud_key'], 2),
      finding('secret-in-log', ['stripe_api_key'], 3),
      finding('secret-not-found', ['strype'], 4),
      finding('secret-access-missing', ['fraud_key'], 7),
    );
    const [group] = roots(input);
    const names = group ? childrenOf(group) : [];
    expect(names.map(label)).toEqual([
      'strype missing',
      'fraud_key notGranted',
      'stripe_api_key misused',
      'old_key deprecated',
    ]);
    expect(names.flatMap(childrenOf).map(label).slice(1, 3)).toEqual([
      'functions/check in.py:3',
      'functions/check in.py:8',
    ]);
  });

  it('say all that is wrong with a name, the most severe first', () => {
    const input = withFindings(
      finding('secret-deprecated', ['stripe_api_key'], 1),
      finding('secret-in-log', ['stripe_api_key'], 3),
      finding('secret-deprecated', ['stripe_api_key'], 5),
    );
    const [group] = roots(input);
    expect(group ? childrenOf(group) : []).toMatchObject([{ trouble: 'misused', others: ['deprecated'] }]);
  });

  it('have no group when there are none', () => {
    expect(roots(listed).map(label)).toEqual(['stripe_api_key']);
  });

  it('include problems that are about no agent secret, last', () => {
    const input = withFindings(
      finding('secret-hardcoded', [], 1),
      finding('env-secret-missing', ['STRIPE_API_KEY'], 2),
      finding('secret-in-log', [], 3),
      finding('suppression-unused', [], 4),
      finding('secret-hardcoded', [], 5),
      finding('secret-not-found', ['strype'], 6),
    );
    expect(rowsOf(input)).toEqual(['strype missing', 'hardcoded (2)', 'other (3)']);
    expect(attentionCount(input)).toBe(6);
  });

  it('do not include hints, which the editor does not list either', () => {
    const hint = { ...finding('secret-not-found', ['strype'], 1), severity: 'hint' } as const;
    expect(roots(withFindings(hint)).map(label)).toEqual(['stripe_api_key']);
  });

  it('include a name that is empty', () => {
    expect(rowsOf(withFindings(finding('secret-name-invalid', [''], 1)))).toEqual([' missing']);
  });

  it('in a cell of a notebook are labeled with the notebook', () => {
    const cell = {
      ...finding('secret-not-found', ['strype'], 1),
      place: {
        uri: 'vscode-notebook-cell:/booking/play%20here.ipynb#W0sZmlsZQ%3D%3D',
        range: { start: { line: 2, character: 4 }, end: { line: 2, character: 9 } },
      },
    };
    const [row] = needAttention(withFindings(cell)).names;
    expect(row && childrenOf(row).map(label)).toEqual(['play here.ipynb:3']);
  });

  it('show the most severe problem of a name that has several', () => {
    const input = withFindings(
      finding('secret-in-log', ['fraud_key'], 1),
      finding('secret-access-missing', ['fraud_key'], 2),
    );
    const [group] = roots(input);
    expect(group && childrenOf(group).map(label)).toEqual(['fraud_key notGranted']);
  });

  it('are judged one by one where code chooses among several', () => {
    const input = withFindings(
      finding('secret-access-partial', ['stripe_api_key', 'fraud_key', 'strype'], 1),
      finding('secret-not-found', ['strype'], 2),
    );
    expect(rowsOf(input)).toEqual(['strype missing', 'fraud_key notGranted']);
    expect(needAttention(input).names.map(({ places }) => places.length)).toEqual([2, 1]);
    expect(attentionCount(input)).toBe(2);
  });

  it('never contradict the list below, though the code was checked before the catalog changed', () => {
    const input = withFindings(
      finding('secret-access-missing', ['stripe_api_key'], 1),
      finding('secret-not-found', ['fraud_key'], 2),
    );
    expect(rowsOf(input)).toEqual(['fraud_key notGranted']);
  });

  it('are counted as in their group, and not while the list is hidden', () => {
    const input = withFindings(
      finding('secret-not-found', ['strype', 'twilo'], 1),
      finding('secret-not-found', ['strype'], 2),
      finding('secret-hardcoded', [], 3),
    );
    expect(roots(input)[0]).toMatchObject({ type: 'needsAttention', count: attentionCount(input) });
    expect(attentionCount(input)).toBe(3);
    expect(attentionCount({ ...input, session: { kind: 'disabled', identity } })).toBe(0);
    expect(attentionCount({ ...input, session: { kind: 'signedOut' } })).toBe(0);
  });

  it('are shown when there is nothing else to show', () => {
    const input = { ...withFindings(finding('secret-not-found', ['strype'], 1)), catalog: known([]) };
    expect(viewState(input)).toBe('list');
  });

  it('are not shown while the secrets of the agent are not known', () => {
    const input = { ...withFindings(finding('secret-not-found', ['strype'], 1)), catalog: undefined };
    expect(roots(input)).toEqual([]);
  });

  it('know their parent', () => {
    const input = withFindings(finding('secret-not-found', ['strype'], 1));
    const [group] = roots(input);
    const [name] = group ? childrenOf(group) : [];
    const [place] = name ? childrenOf(name) : [];
    expect(place && parentOf(place, input)).toEqual(name);
    expect(name && parentOf(name, input)?.type).toBe('needsAttention');
    const withoutName = withFindings(finding('secret-hardcoded', [], 1));
    const [row] = needAttention(withoutName).others;
    const [credential] = row ? childrenOf(row) : [];
    expect(credential && parentOf(credential, withoutName)).toEqual(row);
    expect(row && parentOf(row, withoutName)?.type).toBe('needsAttention');
  });

  it('a name that is not a secret is found there', () => {
    const input = withFindings(finding('secret-not-found', ['strype'], 1));
    expect(nodeOf(input, 'strype')).toMatchObject({ type: 'attention', name: 'strype' });
  });
});

describe('a secret is found in the view', () => {
  const catalog = known([
    secret('crm', { kind: 'key_value', fields: ['client_id'] }),
    secret('fraud_key', { access: 'missing' }),
  ]);
  const admin = { ...listed, catalog, mayList: true };

  it('among those that the agent can read, at the top', () => {
    const node = nodeOf(admin, 'crm');
    expect(node && label(node)).toBe('crm');
    expect(node && parentOf(node, admin)).toBeUndefined();
  });

  it('in the group of those that it cannot read', () => {
    const node = nodeOf(admin, 'fraud_key');
    expect(node && parentOf(node, admin)?.type).toBe('notGranted');
  });

  it('with its fields below it', () => {
    const node = nodeOf(admin, 'crm');
    const [field] = node ? childrenOf(node) : [];
    expect(field && parentOf(field, admin)).toBe(node);
  });

  it.each([
    ['it does not exist', admin, 'nope'],
    ['this person cannot see it', { ...admin, mayList: false }, 'fraud_key'],
    ['nothing is known', { ...admin, catalog: undefined }, 'crm'],
  ])('unless %s', (_, input, name) => {
    expect(nodeOf(input, name)).toBeUndefined();
  });
});

describe('secrets that are due for renewal', () => {
  const catalog = known([
    secret('fresh', { expiresOn: '2027-05-01' }),
    secret('ending', { expiresOn: '2026-11-29' }),
    secret('overdue', { rotateBy: '2026-11-10', access: 'missing' }),
  ]);
  const input = { ...listed, catalog, mayList: true, now: new Date('2026-11-20T10:00:00Z') };

  it('are listed before the others, the most urgent first, whichever agent reads them', () => {
    const [group, ...others] = roots(input);
    expect(group && label(group)).toBe('(due for renewal)');
    expect(group && childrenOf(group).map(label)).toEqual(['overdue -10', 'ending 9']);
    expect(others.map(label)).toEqual(['ending', 'fresh', '(not granted)']);
  });

  it('have a place in the tree, so that they can be shown in it', () => {
    const [group] = roots(input);
    const [first] = group ? childrenOf(group) : [];
    expect(first && parentOf(first, input)).toEqual(group);
    expect(new Set([...roots(input), ...(group ? childrenOf(group) : [])].map(nodeId)).size).toBe(6);
  });

  it('are not listed for people who cannot see the secrets of the account', () => {
    expect(roots({ ...input, mayList: false }).map(label)).toEqual(['ending', 'fresh']);
  });
});

function rowsOf(input: ViewInput): readonly string[] {
  const { names, others } = needAttention(input);
  return [...names, ...others].map(label);
}

function missing(reason: 'unknownAgent' | 'refused' | 'signedOut'): ViewInput['catalog'] {
  return { kind: 'missing', reason, message: '' };
}

function known(secrets: ReturnType<typeof secret>[]): ViewInput['catalog'] {
  return { kind: 'known', stale: false, catalog: catalogOf('booking', secrets) };
}

function label(node: ReturnType<typeof roots>[number]): string {
  switch (node.type) {
    case 'secret':
      return node.secret.name;
    case 'field':
      return node.field;
    case 'notGranted':
      return '(not granted)';
    case 'needsAttention':
      return '(needs attention)';
    case 'attention':
      return `${node.name} ${node.trouble}`;
    case 'problems':
      return `${node.kind} (${node.places.length})`;
    case 'place':
      return node.label;
    case 'renewal':
      return '(due for renewal)';
    case 'due':
      return `${node.name} ${node.due.days}`;
    case 'changes':
    case 'changeGroup':
    case 'change':
      return `(${node.type})`;
  }
}

function exampleOf(secrets: CatalogSecret[]): CatalogState {
  return { kind: 'known', stale: false, example: true, catalog: catalogOf('booking', secrets) };
}
