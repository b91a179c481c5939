import { describe, expect, it } from 'vitest';
import { lacksValue, removalPrompt, restoreDetail, savedText } from '../../client/panels/edit-secret.ts';
import { createTranslate } from '../../contracts/words.ts';

const t = createTranslate({});

describe('a save', () => {
  it.each([
    [{ description: 'New words' }, true, true],
    [{ fields: { set: {}, remove: ['a'] } }, true, true],
    [{ value: 'not-a-real-value' }, true, false],
    [{ fields: { set: { a: 'not-a-real-value' }, remove: [] } }, true, false],
    [{ description: 'New words' }, false, false],
  ])('%j, with a value in the form: %s, has lost it: %s', (save, typed, lost) => {
    expect(lacksValue(save, typed)).toBe(lost);
  });

  it('says whether the value changed', () => {
    expect(savedText({ name: 'crm', version: 3 }, 3, t)).toContain('Its value did not change');
    expect(savedText({ name: 'crm', version: 4 }, 3, t)).toContain('version 4 is current');
  });
});

const used = { fields: ['functions/a.py:3', 'functions/b.py:9'], others: [] };
const unused = { fields: [], others: [] };

describe('removing a field', () => {
  it('lists the places that read the field, and what happens to them', () => {
    const prompt = removalPrompt({ name: 'crm', fields: ['client_id'], places: used }, t);
    expect(prompt?.question).toBe('Remove the field "client_id" of "crm"?');
    expect(prompt?.detail.split('\n')).toEqual([
      'Code in this workspace reads it here:',
      '• functions/a.py:3',
      '• functions/b.py:9',
      '',
      'Code that reads this field fails with KeyError on its next run.',
    ]);
  });

  it('lists other code that reads the secret by itself', () => {
    const places = { fields: ['functions/a.py:3'], others: ['functions/c.py:1'] };
    const prompt = removalPrompt({ name: 'crm', fields: ['client_id'], places }, t);
    expect(prompt?.detail.split('\n').slice(-2)).toEqual([
      'Other code that reads the secret and may be affected:',
      '• functions/c.py:1',
    ]);
  });

  it('claims no failure if no code was seen to use the field', () => {
    const places = { fields: [], others: ['functions/c.py:1'] };
    const prompt = removalPrompt({ name: 'crm', fields: ['client_id'], places }, t);
    expect(prompt?.detail.split('\n')).toEqual([
      'No code in this workspace is known to be affected.',
      '',
      'Code that reads the secret and may be affected:',
      '• functions/c.py:1',
    ]);
  });

  it('asks once for several fields', () => {
    const prompt = removalPrompt({ name: 'crm', fields: ['a', 'b'], places: used }, t);
    expect(prompt?.question).toBe('Remove the fields "a", "b" of "crm"?');
  });

  it('asks nothing if no field is removed, or no code reads the secret', () => {
    expect(removalPrompt({ name: 'crm', fields: [], places: used }, t)).toBeUndefined();
    expect(removalPrompt({ name: 'crm', fields: ['a'], places: unused }, t)).toBeUndefined();
  });
});

describe('restoring a version', () => {
  const always = 'Its agents get that value on the next read. The current value stays in the history.';
  const current = ['client_id', 'region'];

  it('that lacks a field lists the places that read it, and what happens to them', () => {
    const version = { version: 1, fields: ['client_id'] };
    const places = { fields: ['functions/a.py:3'], others: [] };
    const detail = restoreDetail({ current, version, places }, t);
    expect(detail.split('\n')).toEqual([
      always,
      '',
      'Version 1 does not have the field "region".',
      'Code in this workspace reads it here:',
      '• functions/a.py:3',
      '',
      'Code that reads this field fails with KeyError on its next run.',
    ]);
  });

  it('says nothing more if no field is lost, or no code reads the secret', () => {
    const same = { version: 1, fields: ['region', 'client_id', 'old'] };
    expect(restoreDetail({ current, version: same, places: used }, t)).toBe(always);
    const lacking = { version: 1, fields: [] };
    expect(restoreDetail({ current, version: lacking, places: unused }, t)).toBe(always);
  });
});
