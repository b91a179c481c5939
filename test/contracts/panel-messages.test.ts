import { describe, expect, it } from 'vitest';
import { isFromAccessPanel } from '../../contracts/access-messages.ts';
import { isFromCreatePanel } from '../../contracts/create-secret-messages.ts';
import { isFromImportPanel } from '../../contracts/import-messages.ts';

const single = {
  type: 'create',
  name: 'a',
  description: '',
  kind: 'single',
  value: 'not-a-real-key',
  agentIds: [],
};

const draft = { name: 'a', description: 'b', fields: ['client_id'], agentIds: ['A'], edited: true };

describe('a message of the Create panel', () => {
  it.each([
    { type: 'ready' },
    { type: 'cancel' },
    { ...single, value: '', literal: true },
    { ...single, kind: 'key_value', value: {}, literal: true },
    { type: 'draft', draft, typed: false },
    { type: 'draft', draft: { ...draft, edited: false }, typed: true },
    single,
    { ...single, kind: 'key_value', value: { client_id: 'not-a-real-id' } },
  ])('is accepted: %j', (message) => {
    expect(isFromCreatePanel(message)).toBe(true);
  });

  it.each([
    undefined,
    null,
    'create',
    {},
    { type: 'save' },
    { type: 'draft', draft },
    { type: 'draft', draft: null, typed: true },
    { type: 'draft', draft: { ...draft, fields: { client_id: 'x' } }, typed: true },
    { ...single, literal: true },
    { ...single, name: 7 },
    { ...single, kind: 'other' },
    { ...single, kind: 'key_value' },
    { ...single, value: { client_id: 'x' } },
    { ...single, kind: 'key_value', value: { client_id: 7 } },
    { ...single, kind: 'key_value', value: ['x'] },
    { ...single, agentIds: [1] },
    {
      ...single,
      kind: 'key_value',
      value: Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`f${i}`, 'x'])),
    },
  ])('is dropped when it is %j', (message) => {
    expect(isFromCreatePanel(message)).toBe(false);
  });
});

describe('a message of the Access panel', () => {
  it.each([
    { type: 'ready' },
    { type: 'cancel' },
    { type: 'save', grant: ['a'], revoke: [] },
    { type: 'draft', grant: [], revoke: ['a'] },
    { type: 'open-places', ids: [0, 3] },
  ])('is accepted: $type', (message) => {
    expect(isFromAccessPanel(message)).toBe(true);
  });

  it.each([
    undefined,
    { type: 'create' },
    { type: 'save', grant: 'a', revoke: [] },
    { type: 'save', grant: [] },
    { type: 'open-places', ids: ['file:///etc/passwd'] },
    { type: 'open-places', ids: [-1] },
  ])('is dropped when it is %j', (message) => {
    expect(isFromAccessPanel(message)).toBe(false);
  });
});

describe('a message of the Import panel', () => {
  it.each([
    { type: 'ready' },
    { type: 'cancel' },
    { type: 'import', revision: 0, secrets: [{ row: 0, name: 'a' }], agentIds: ['A'] },
    { type: 'draft', draft: { rows: [{ suggested: 'a', nth: 0, name: 'b' }], agentIds: ['A'] } },
    { type: 'show-line', line: 7 },
  ])('is accepted: $type', (message) => {
    expect(isFromImportPanel(message)).toBe(true);
  });

  it.each([
    undefined,
    { type: 'create' },
    { type: 'import', secrets: [{ row: -1, name: 'a' }], agentIds: [] },
    { type: 'import', secrets: [{ row: 0 }], agentIds: [] },
    { type: 'import', secrets: { row: 0, name: 'a' }, agentIds: [] },
    { type: 'import', secrets: [] },
    { type: 'show-line', line: '/etc/passwd' },
  ])('is dropped when it is %j', (message) => {
    expect(isFromImportPanel(message)).toBe(false);
  });
});
