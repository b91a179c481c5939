import { describe, expect, it } from 'vitest';
import type { ToCreatePanel } from '../../contracts/create-secret-messages.ts';
import {
  appendRows,
  type CreateState,
  emptyState,
  open,
  placeFields,
  removeRow,
  renameRow,
} from '../../webview/create-secret/state.ts';

type Opened = Extract<ToCreatePanel, { type: 'open' }>;

const message: Opened = {
  type: 'open',
  agents: [
    { agentId: 'a', agentName: 'Airline' },
    { agentId: 'b', agentName: 'Bistro' },
  ],
  selectedAgentIds: ['b'],
  takenNames: ['used'],
  name: 'crm',
  kind: 'key_value',
  fields: ['client_id', 'client_secret'],
};
const namesOf = (state: CreateState): readonly string[] => state.rows.map(({ name }) => name);

describe('opening the form', () => {
  it('fills it with what is known, the selected agent first', () => {
    const state = open(emptyState, message);
    expect(state).toMatchObject({ name: 'crm', kind: 'key_value', takenNames: ['used'] });
    expect(namesOf(state)).toEqual(['client_id', 'client_secret']);
    expect([...state.selected]).toEqual(['b']);
    expect(state.agents.map(({ agentId }) => agentId)).toEqual(['b', 'a']);
  });

  it('gives one empty row when no fields are known', () => {
    expect(namesOf(open(emptyState, { ...message, fields: [] }))).toEqual(['']);
  });

  it('a second time loads fresh lists and keeps typed text', () => {
    const typed = { ...open(emptyState, message), name: 'typed' };
    const again = open(typed, {
      ...message,
      name: 'other',
      takenNames: ['used', 'new'],
      selectedAgentIds: [],
    });
    expect(again.name).toBe('typed');
    expect(again.takenNames).toEqual(['used', 'new']);
    expect([...again.selected]).toEqual(['b']);
  });
});

describe('rows', () => {
  it('keep their key when another is removed, so that values stay with their names', () => {
    const state = removeRow(appendRows(emptyState, ['a', 'b']), 1);
    expect(state.rows).toEqual([
      { key: 0, name: '' },
      { key: 2, name: 'b' },
    ]);
  });

  it('never run out', () => {
    expect(removeRow(emptyState, 0).rows).toEqual([{ key: 1, name: '' }]);
  });

  it('are renamed one by one', () => {
    expect(namesOf(renameRow(appendRows(emptyState, ['a']), 1, 'z'))).toEqual(['', 'z']);
  });

  it('are filled by a paste: same names again, then blank rows, then new ones', () => {
    const before = appendRows(emptyState, ['token', 'kept']);
    const { state, rows } = placeFields(before, ['url', 'token', 'user'], ({ name }) => name === '');
    expect(namesOf(state)).toEqual(['url', 'token', 'kept', 'user']);
    expect(rows.map(({ key }) => key)).toEqual([0, 1, 3]);
  });
});
