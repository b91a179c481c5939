import { describe, expect, it } from 'vitest';
import { acceptToCreatePanel } from '../../webview/create-secret/messages.ts';
import { acceptToAccessPanel } from '../../webview/edit-access/messages.ts';

const agents = [{ agentId: 'a', agentName: 'Airline' }];
const openCreate = {
  type: 'open',
  agents,
  selectedAgentIds: ['a'],
  takenNames: [],
  name: '',
  kind: 'single',
  fields: [],
};
const accessUnread = {
  type: 'open',
  name: 'crm',
  agents,
  grantedAgentIds: [],
  draft: { grant: ['a'], revoke: [] },
};
const openAccess = {
  ...accessUnread,
  evidence: [{ agentId: 'a', places: [{ id: 0, label: 'a.py:1' }], maybe: [] }],
};

describe('the create panel', () => {
  it.each([openCreate, { type: 'failed', message: 'No' }, { type: 'failed', message: 'No', field: 'name' }])(
    'takes %j',
    (message) => {
      expect(acceptToCreatePanel(message)).toEqual(message);
    },
  );

  it.each([
    undefined,
    'open',
    [],
    {},
    { type: 'other' },
    { type: 'failed' },
    { ...openCreate, kind: 'double' },
    { ...openCreate, agents: [{ agentId: 1, agentName: 'x' }] },
    { ...openCreate, takenNames: 'all' },
    { ...openCreate, fields: [1] },
  ])('drops %j', (message) => {
    expect(acceptToCreatePanel(message)).toBeUndefined();
  });

  it('takes over only the parts it knows', () => {
    expect(acceptToCreatePanel({ ...openCreate, value: 'not-a-real-key' })).toEqual(openCreate);
    expect(acceptToCreatePanel({ type: 'failed', message: 'No', field: 'elsewhere' })).toEqual({
      type: 'failed',
      message: 'No',
    });
  });
});

describe('the access panel', () => {
  it.each([
    openAccess,
    { ...openAccess, grantedBefore: ['b'] },
    accessUnread,
    { type: 'evidence', evidence: openAccess.evidence },
    { type: 'failed', message: 'No' },
    { type: 'conflict', message: 'Changed', grantedAgentIds: ['a'] },
  ])('takes %j', (message) => {
    expect(acceptToAccessPanel(message)).toEqual(message);
  });

  it.each([
    null,
    { type: 'save' },
    { ...openAccess, evidence: [{ agentId: 'a', places: [{ id: '0', label: 'a.py:1' }], maybe: [] }] },
    { ...openAccess, evidence: { a: 2 } },
    { ...openAccess, draft: { grant: ['a'] } },
    { type: 'evidence' },
    { ...openAccess, grantedAgentIds: undefined },
    { type: 'conflict', message: 'Changed' },
  ])('drops %j', (message) => {
    expect(acceptToAccessPanel(message)).toBeUndefined();
  });
});
