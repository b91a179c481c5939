import { describe, expect, it } from 'vitest';
import type { EditedSecret, ToEditPanel } from '../../contracts/edit-secret-messages.ts';
import { isEditDraft, isFromEditPanel } from '../../contracts/edit-secret-messages.ts';
import { conflictRows, meetConflict } from '../../webview/edit-secret/conflict.ts';
import {
  addRow,
  draftOf,
  hasChanges,
  openEdit,
  removeRow,
  renameRow,
  saveOf,
  type EditState,
} from '../../webview/edit-secret/edit.ts';
import { problemsOf } from '../../webview/edit-secret/problems.ts';

const crm: EditedSecret = {
  kind: 'key_value',
  fields: ['client_id', 'client_secret'],
  description: 'Guests',
  version: 3,
  deprecated: null,
};
const opening: Extract<ToEditPanel, { type: 'open' }> = {
  type: 'open',
  name: 'crm',
  secret: crm,
  otherNames: ['crm_v2'],
};
const token: EditedSecret = { ...crm, kind: 'single', fields: [] };
const nothing = (): string => '';
const noValue = (): boolean => false;
const typing =
  (values: Readonly<Record<string, string>>) =>
  (id: string): string =>
    values[id] ?? '';

describe('saving', () => {
  it('sends nothing while nothing has changed', () => {
    expect(saveOf(openEdit(opening), nothing)).toEqual({});
    expect(hasChanges(openEdit(opening), nothing)).toBe(false);
  });

  it('sends the fields that were replaced, added and removed, and no other', () => {
    let state = removeRow(openEdit(opening), 0);
    state = renameRow(addRow(state), 2, 'tenant');
    const read = typing({ 'field-value-1': 'not-a-real-2', 'field-value-2': 'not-a-real-3' });
    expect(saveOf(state, read)).toEqual({
      fields: { set: { client_secret: 'not-a-real-2', tenant: 'not-a-real-3' }, remove: ['client_id'] },
    });
  });

  it('keeps the value of a single secret when nothing was typed', () => {
    const state = { ...openEdit({ ...opening, secret: token }), description: 'New words ' };
    expect(saveOf(state, nothing)).toEqual({ description: 'New words' });
    expect(saveOf(state, typing({ value: 'not-a-real-2' }))).toMatchObject({ value: 'not-a-real-2' });
  });

  it('deprecates, with or without a replacement, and undoes it', () => {
    const state = { ...openEdit(opening), deprecated: true };
    expect(saveOf(state, nothing)).toEqual({ deprecated: {} });
    expect(saveOf({ ...state, replacement: 'crm_v2' }, nothing)).toEqual({
      deprecated: { replacement: 'crm_v2' },
    });
    const deprecated = openEdit({ ...opening, secret: { ...crm, deprecated: { replacement: 'crm_v2' } } });
    expect(hasChanges(deprecated, nothing)).toBe(false);
    expect(saveOf({ ...deprecated, deprecated: false }, nothing)).toEqual({ deprecated: null });
  });
});

describe('problems', () => {
  const problems = (state: EditState, values = {}) => Object.fromEntries(problemsOf(state, typing(values)));

  it('an added field needs a name of its own and a value', () => {
    const state = renameRow(addRow(openEdit(opening)), 2, 'client_id');
    expect(problems(state)).toEqual({
      'field-name-2': 'This field name is used twice.',
      'field-value-2': 'Enter a value.',
    });
    expect(problems(addRow(openEdit(opening)))).toEqual({});
  });

  it('at least one field stays', () => {
    const state = removeRow(removeRow(openEdit(opening), 0), 1);
    expect(Object.values(problems(state))).toEqual(['A key/value secret needs at least one field.']);
    expect(problems(renameRow(addRow(state), 2, 'token'), { 'field-value-2': 'not-a-real-2' })).toEqual({});
  });

  it('a replacement has to exist', () => {
    const state = { ...openEdit(opening), deprecated: true, replacement: 'nobody' };
    expect(problems(state)).toHaveProperty('replacement');
    expect(problems({ ...state, replacement: 'crm_v2' })).toEqual({});
    expect(problems({ ...state, deprecated: false })).toEqual({});
  });
});

describe('a conflict', () => {
  const now: EditedSecret = {
    ...crm,
    description: 'Guests of all hotels',
    fields: ['client_id', 'tenant'],
    version: 4,
  };

  it('keeps typed text and follows the vault elsewhere', () => {
    const typed = renameRow(addRow({ ...openEdit(opening), deprecated: true }), 2, 'region');
    const state = meetConflict(typed, now, typing({}));
    expect(state).toMatchObject({ description: 'Guests of all hotels', deprecated: true });
    expect(state.rows.map(({ name, stored }) => [name, stored])).toEqual([
      ['client_id', true],
      ['tenant', true],
      ['region', false],
    ]);
    expect(meetConflict({ ...typed, description: 'Mine' }, now, typing({})).description).toBe('Mine');
  });

  it('shows both sides of each part on which they differ', () => {
    const typed = typing({ 'field-value-0': 'not-a-real-2' });
    const state = meetConflict({ ...openEdit(opening), description: 'Mine' }, now, typed);
    const rows = conflictRows(state, typed);
    expect(rows.map(({ part }) => part)).toEqual(['Description', 'Value', 'Fields']);
    expect(rows[0]).toMatchObject({ before: 'Guests', now: 'Guests of all hotels', afterSave: 'Mine' });
    expect(rows[1]).toMatchObject({ before: 'version 3', now: 'version 4', afterSave: 'your new version' });
    expect(JSON.stringify(rows)).not.toContain('not-a-real');
  });

  it('does not bring back a field that was removed in the meantime, and asks for no value', () => {
    const typed = typing({ 'field-value-0': 'not-a-real-2' });
    const state = meetConflict(openEdit(opening), now, typed);
    expect(state.rows.map(({ name }) => name)).not.toContain('client_secret');
    expect(conflictRows(state, typed).find(({ part }) => part === 'Fields')).toMatchObject({
      now: now.fields.join(', '),
      afterSave: now.fields.join(', '),
    });
  });

  it('sends a field that was removed in the meantime as one to add, if a value was typed for it', () => {
    const typed = typing({ 'field-value-1': 'not-a-real-2' });
    const state = meetConflict(openEdit(opening), now, typed);
    expect(saveOf(state, typed).fields?.set).toEqual({ client_secret: 'not-a-real-2' });
  });
});

describe('the stored state of a form', () => {
  it('is everything but values, and restores the form', () => {
    const state = renameRow(addRow(removeRow({ ...openEdit(opening), description: 'Mine' }, 0)), 2, 'tenant');
    const draft = draftOf(state, noValue);
    expect(isEditDraft(draft)).toBe(true);
    const again = openEdit({ ...opening, ...(draft ? { draft } : {}) });
    expect(again.description).toBe('Mine');
    expect(again.rows.map(({ name, removed }) => [name, removed])).toEqual([
      ['client_id', true],
      ['client_secret', false],
      ['tenant', false],
    ]);
  });

  it('is empty while nothing was typed', () => {
    expect(draftOf(openEdit(opening), noValue)).toBeNull();
  });

  it.each([
    [{ description: 'Mine' }, { description: 'Mine' }],
    [{ deprecated: true }, { deprecated: true }],
    [
      { deprecated: true, replacement: 'crm_v2' },
      { deprecated: true, replacement: 'crm_v2' },
    ],
  ])('is of %j only that', (typed, kept) => {
    expect(draftOf({ ...openEdit(opening), ...typed }, noValue)).toEqual({ ...kept, removed: [], added: [] });
  });

  it("undoes no other user's change made before the form comes back", () => {
    const draft = draftOf({ ...openEdit(opening), deprecated: true }, noValue);
    const theirs = { ...crm, description: 'Guests of all hotels', version: 4 };
    const again = openEdit({ ...opening, secret: theirs, ...(draft ? { draft } : {}) });
    expect(again.description).toBe('Guests of all hotels');
    expect(saveOf(again, nothing)).toEqual({ deprecated: {} });
  });

  it('follows a replacement that another user has set, unless this user set one', () => {
    const theirs = { ...crm, deprecated: { replacement: 'crm_v2' } };
    const draft = { deprecated: true, removed: [], added: [] };
    expect(saveOf(openEdit({ ...opening, secret: theirs, draft }), nothing)).toEqual({});
    const mine = { ...draft, replacement: 'crm_v3' };
    expect(saveOf(openEdit({ ...opening, secret: theirs, draft: mine }), nothing)).toEqual({
      deprecated: { replacement: 'crm_v3' },
    });
  });

  it('of an editor that stored every part is restored unchanged', () => {
    const draft = { description: 'Mine', deprecated: true, replacement: 'crm_v2', removed: [], added: [] };
    expect(isEditDraft(draft)).toBe(true);
    expect(openEdit({ ...opening, draft })).toMatchObject({ description: 'Mine', replacement: 'crm_v2' });
  });

  it.each([
    { removed: [] },
    { removed: [], added: [], description: 1 },
    { removed: [], added: [], deprecated: 'yes' },
  ])('is not %j', (data) => expect(isEditDraft(data)).toBe(false));
});

describe('messages', () => {
  it.each([
    { type: 'save', change: { fields: { set: { a: 1 }, remove: [] } } },
    { type: 'save', change: { deprecated: 'yes' } },
    { type: 'save' },
    { type: 'draft', draft: {}, typed: false },
    { type: 'other' },
  ])('the host drops %j', (message) => expect(isFromEditPanel(message)).toBe(false));

  it('the host takes what the panel sends', () => {
    const change = { value: 'not-a-real-key', fields: { set: { a: 'b' }, remove: ['c'] }, deprecated: null };
    expect(isFromEditPanel({ type: 'save', change })).toBe(true);
    expect(isFromEditPanel({ type: 'draft', draft: null, typed: true })).toBe(true);
  });
});
