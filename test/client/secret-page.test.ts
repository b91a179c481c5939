import { describe, expect, it } from 'vitest';
import { actionsOn, factsOf, requestsFor } from '../../client/panels/secret-page.ts';
import { deprecatedText, replacementsFor, undeprecatedText } from '../../client/commands/deprecation.ts';
import type { RequestRow } from '../../client/session/request-rows.ts';
import { isFromSecretPage } from '../../contracts/secret-page-messages.ts';
import type { AccessRequest } from '../../contracts/vault-api/requests.ts';
import type { Right } from '../../contracts/vault-api/identity.ts';
import type { SecretMetadata } from '../../contracts/vault-api/secrets.ts';
import { inEnglish } from '../../contracts/words.ts';

const agents = [
  { agentId: 'PROJECT-B', agentName: 'Airline' },
  { agentId: 'PROJECT-A', agentName: 'Bistro' },
];

const secret: SecretMetadata = {
  name: 'guest_crm',
  kind: 'key_value',
  fields: ['client_id', 'client_secret'],
  description: 'Guest profiles.',
  agentIds: ['PROJECT-A', 'PROJECT-B', 'PROJECT-GONE'],
  ends: [{ agentId: 'PROJECT-A', until: '2026-12-01T00:00:00Z' }],
  version: 2,
  createdAt: '2026-11-01T08:00:00Z',
  updatedAt: '2026-11-02T08:00:00Z',
  revision: 3,
  etag: 'e3',
};

const versions = [
  { version: 2, createdAt: secret.updatedAt, createdBy: 'Grace', current: true, fields: secret.fields },
  { version: 1, createdAt: secret.createdAt, createdBy: 'Ada', current: false, fields: secret.fields },
];

describe('the page of a secret', () => {
  it('names the agents that can read it, in the order of the account, with the end of their access', () => {
    expect(factsOf(secret, agents, versions).readers).toEqual([
      { agentId: 'PROJECT-B', agentName: 'Airline' },
      { agentId: 'PROJECT-A', agentName: 'Bistro', until: '2026-12-01T00:00:00Z' },
      { agentId: 'PROJECT-GONE', agentName: 'PROJECT-GONE' },
    ]);
  });

  it('says who created it and who stored its value last', () => {
    expect(factsOf(secret, agents, versions)).toMatchObject({ createdBy: 'Ada', updatedBy: 'Grace' });
  });

  it('does not guess who changed its description', () => {
    const described = factsOf({ ...secret, updatedAt: '2026-11-03T08:00:00Z' }, agents, versions);
    expect(described).not.toHaveProperty('updatedBy');
  });

  it('does not pass on what it does not show', () => {
    const shown = JSON.stringify(factsOf(secret, agents, versions));
    expect(shown).not.toContain(secret.etag);
    expect(shown).not.toContain('revision');
  });

  it('lists pending requests for this secret, oldest first', () => {
    const rows = [
      row({ id: 'r2', createdAt: '2026-11-05T08:00:00Z' }),
      row({ id: 'r1', createdAt: '2026-11-04T08:00:00Z' }),
      row({ id: 'other', secretName: 'guest_crm_v2' }),
      row({ id: 'done', status: 'approved' }),
    ];
    expect(requestsFor('guest_crm', rows).map(({ id }) => id)).toEqual(['r1', 'r2']);
  });

  it('says that a request has its first of two approvals', () => {
    const first = { by: 'u1', byName: 'Ada', at: '2026-11-05T08:00:00Z' };
    expect(requestsFor('guest_crm', [row({ firstApproval: first })])).toMatchObject([{ approvedBy: 'Ada' }]);
  });
});

describe('the actions on the page', () => {
  const admin = (): boolean => true;
  const reviewer = (right: Right): boolean => right === 'secrets:list' || right === 'audit:read';

  it('are all of them for an admin', () => {
    expect(actionsOn(secret, admin)).toEqual([
      'copy-snippet',
      'copy-name',
      'edit',
      'upkeep',
      'rotate',
      'duplicate',
      'access',
      'copy-access',
      'deprecate',
      'delete',
      'history',
    ]);
  });

  it('change nothing for a reviewer', () => {
    expect(actionsOn(secret, reviewer)).toEqual(['history']);
    expect(actionsOn({ deletedAt: secret.updatedAt }, reviewer)).toEqual([]);
  });

  it('only restore a deleted secret', () => {
    expect(actionsOn({ deletedAt: secret.updatedAt }, admin)).toEqual(['restore']);
  });
});

describe('deprecating', () => {
  it('offers every other secret that is in use as the replacement', () => {
    const all = [
      { name: 'key_10' },
      { name: 'key_2' },
      { name: 'old', deprecated: {} },
      { name: 'guest_crm' },
    ];
    expect(replacementsFor(['guest_crm'], all).map(({ name }) => name)).toEqual(['key_2', 'key_10']);
  });

  it('can be undone, which says so, or what failed', () => {
    expect(undeprecatedText({ succeeded: ['a'], failures: [] }, inEnglish)).toBe(
      '$(check) Deprecation undone',
    );
    expect(undeprecatedText({ succeeded: ['a'], failures: ['"b" is gone.'] }, inEnglish)).toBe(
      '"b" is gone.',
    );
  });

  it('says what was done, and what failed', () => {
    expect(deprecatedText({ succeeded: ['a'], failures: [] }, inEnglish)).toBe(
      '$(check) Secret "a" deprecated',
    );
    expect(deprecatedText({ succeeded: ['a', 'b'], failures: [] }, inEnglish)).toContain('2 secrets');
    expect(deprecatedText({ succeeded: ['a'], failures: ['"b" is gone.'] }, inEnglish)).toBe(
      'Deprecated 1 of 2 secrets. "b" is gone.',
    );
  });
});

it('messages of the page are checked', () => {
  expect(isFromSecretPage({ type: 'act', action: 'rotate' })).toBe(true);
  expect(isFromSecretPage({ type: 'act', action: 'purge' })).toBe(false);
  expect(isFromSecretPage({ type: 'decide', id: 'r1', decision: 'approve' })).toBe(true);
  expect(isFromSecretPage({ type: 'decide', id: 'r1', decision: 'grant' })).toBe(false);
  expect(isFromSecretPage({ type: 'open-places', ids: [-1] })).toBe(false);
});

function row(given: Partial<AccessRequest>): RequestRow {
  const request: AccessRequest = {
    id: 'r',
    agentId: 'PROJECT-A',
    secretName: 'guest_crm',
    status: 'pending',
    reason: 'For refunds',
    requestedBy: 'u2',
    requestedByName: 'Grace',
    createdAt: '2026-11-04T08:00:00Z',
    ...given,
  };
  return { type: 'request', request, agentName: 'Bistro', isOwn: false, mayDecide: true };
}
