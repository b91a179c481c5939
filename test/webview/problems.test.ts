import { describe, expect, it } from 'vitest';
import { limits } from '../../contracts/secret.ts';
import { creationOf, problemsOf, problemSummary } from '../../webview/create-secret/problems.ts';
import { type ReadValue, valueRemark } from '../../webview/common/value-problems.ts';
import { type CreateState, emptyState } from '../../webview/create-secret/state.ts';

const reading =
  (values: Readonly<Record<string, string>>): ReadValue =>
  (inputId) =>
    values[inputId] ?? '';

const single: CreateState = { ...emptyState, opened: true, name: 'stripe_api_key' };
const keyValue: CreateState = {
  ...single,
  kind: 'key_value',
  rows: [
    { key: 0, name: 'client_id' },
    { key: 1, name: 'client_secret' },
  ],
};

describe('a single value', () => {
  it('is sent as typed, spaces included', () => {
    const message = creationOf(single, reading({ value: ' not-a-real-key ' }));
    expect(message).toMatchObject({
      type: 'create',
      name: 'stripe_api_key',
      kind: 'single',
      value: ' not-a-real-key ',
    });
  });

  it('is needed, and so is the name; the first problem is the topmost', () => {
    const problems = problemsOf({ ...single, name: '' }, reading({}));
    expect(problems).toEqual([
      { inputId: 'name', message: 'Enter a name.' },
      { inputId: 'value', message: 'Enter a value.' },
    ]);
    expect(problemSummary(problems)).toBe('2 problems to fix before the secret can be created.');
  });

  it('is measured in bytes, and a problem does not repeat it', () => {
    const canary = 'é'.repeat(limits.valueBytes / 2 + 1);
    const problems = problemsOf(single, reading({ value: canary }));
    expect(problems).toEqual([{ inputId: 'value', message: 'The value is larger than 64 KiB. Shorten it.' }]);
  });

  it('with a space at an end gets a remark, not a problem', () => {
    expect(valueRemark('not-a-real-key\n')).toContain('stored as is');
    expect(valueRemark('not-a-real-key')).toBeUndefined();
    expect(valueRemark('')).toBeUndefined();
  });

  it('does not ask for the rows of the other kind', () => {
    expect(problemsOf(single, reading({ value: 'x' }))).toEqual([]);
  });
});

describe('a key/value secret', () => {
  const filled = reading({ 'field-value-0': 'abc', 'field-value-1': 'not-a-real-key' });

  it('is sent as a dictionary', () => {
    expect(creationOf(keyValue, filled).value).toEqual({ client_id: 'abc', client_secret: 'not-a-real-key' });
  });

  it('leaves blank rows out', () => {
    const state = { ...keyValue, rows: [...keyValue.rows, { key: 2, name: '' }] };
    expect(problemsOf(state, filled)).toEqual([]);
    expect(creationOf(state, filled).value).toEqual({ client_id: 'abc', client_secret: 'not-a-real-key' });
  });

  it('keeps a field named like a built-in property', () => {
    const state = { ...keyValue, rows: [{ key: 0, name: '__proto__' }] };
    expect(Object.entries(creationOf(state, filled).value)).toEqual([['__proto__', 'abc']]);
  });

  it('needs one field', () => {
    const state = { ...keyValue, rows: [{ key: 7, name: '' }] };
    expect(problemsOf(state, filled)).toEqual([
      { inputId: 'field-name-7', message: 'Enter at least one field.' },
    ]);
  });

  it('blames the row: a name without value, a value without name, a name used twice', () => {
    const rows = [
      { key: 0, name: 'a' },
      { key: 1, name: '' },
      { key: 2, name: 'a' },
    ];
    const read = reading({ 'field-value-1': 'x', 'field-value-2': 'y' });
    expect(problemsOf({ ...keyValue, rows }, read)).toEqual([
      { inputId: 'field-value-0', message: 'Enter a value.' },
      { inputId: 'field-name-1', message: 'Enter a field name.' },
      { inputId: 'field-name-2', message: 'This field name is used twice.' },
    ]);
  });

  it('has a limit of fields and of bytes for all of them together', () => {
    const rows = Array.from({ length: limits.fields + 1 }, (_, key) => ({ key, name: `f${key}` }));
    expect(problemsOf({ ...keyValue, rows }, () => 'x').at(-1)?.message).toContain('at most 64 fields');
    const half = 'x'.repeat(limits.valueBytes / 2);
    expect(problemsOf(keyValue, () => half).at(-1)).toMatchObject({ inputId: 'field-value-1' });
  });
});

describe('description and agents', () => {
  it('a description that is too long says by how much', () => {
    const description = 'x'.repeat(limits.descriptionLength + 2);
    expect(problemsOf({ ...single, description }, () => 'x')).toEqual([
      { inputId: 'description', message: 'The description is too long. Characters over the limit: 2.' },
    ]);
  });

  it('only agents that are on the list are sent', () => {
    const agents = [{ agentId: 'booking', agentName: 'Booking' }];
    const state = { ...single, agents, selected: new Set(['booking', 'gone']) };
    expect(creationOf(state, () => 'x').agentIds).toEqual(['booking']);
  });
});
