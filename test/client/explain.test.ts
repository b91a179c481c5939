import { describe, expect, it } from 'vitest';
import { explanationRows, placesIn } from '../../client/commands/explain.ts';

const range = { start: { line: 11, character: 4 }, end: { line: 11, character: 9 } };
const place = { uri: 'file:///w/a.py', range };

describe('the steps of an explanation', () => {
  it('appear below their name, numbered, with their place; lines count from 1', () => {
    const read = { sentence: 'The call reads NAME.', code: 'get_secret(NAME)', place };
    const written = { sentence: 'The name is written here.', code: 'NAME = "crm"', place };
    const names = [
      { kind: 'name' as const, text: 'crm', steps: [read, written] },
      { kind: 'unknown' as const, text: 'A parameter.', steps: [read] },
    ];
    const rows = explanationRows({ subject: 'NAME', names }, () => 'a.py');
    expect(rows.map(({ isHeading, label }) => (isHeading ? `# ${label}` : label))).toEqual([
      '# crm',
      '1. The call reads NAME.',
      '2. The name is written here.',
      '# A parameter.',
      '1. The call reads NAME.',
    ]);
    expect(rows[2]).toMatchObject({ detail: 'a.py:12', place });
  });
});

describe('code in a sentence', () => {
  it('is put between quotes, because a list shows no Markdown', () => {
    const step = { sentence: '`NAME` is set to `"a"`.', code: 'NAME = "a"', place };
    const names = [{ kind: 'name' as const, text: 'crm', steps: [step] }];
    const rows = explanationRows({ subject: 'NAME', names }, () => 'a.py');
    expect(rows[1]?.label).toBe('1. "NAME" is set to "a".');
  });

  it('is put between quotes in a heading, too', () => {
    const names = [{ kind: 'unknown' as const, text: 'The value of `name` is unknown.', steps: [] }];
    const rows = explanationRows({ subject: 'name', names }, () => 'a.py');
    expect(rows[0]?.label).toBe('The value of "name" is unknown.');
  });
});

describe('the places of a code lens', () => {
  it('are taken from its argument', () => {
    expect(placesIn({ uri: place.uri, ranges: [range] })).toEqual([place]);
  });

  it.each([
    ['nothing', undefined],
    ['a text', 'file:///w/a.py'],
    ['no URI', { ranges: [range] }],
    ['no list', { uri: 'file:///w/a.py', ranges: range }],
    ['half a range', { uri: 'file:///w/a.py', ranges: [{ start: range.start }] }],
    ['positions that are none', { uri: 'file:///w/a.py', ranges: [{ start: { line: '1' }, end: {} }] }],
  ])('are none for %s', (_, argument) => {
    expect(placesIn(argument)).toEqual([]);
  });
});
