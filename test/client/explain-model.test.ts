import { describe, expect, it } from 'vitest';
import { explanationItems, placesIn } from '../../client/explain-model.ts';

const range = { start: { line: 11, character: 4 }, end: { line: 11, character: 9 } };
const place = { uri: 'file:///w/a.py', range };

describe('the steps of an explanation', () => {
  it('are numbered and say where they are, lines as people count them', () => {
    const steps = [
      { sentence: 'The call reads NAME.', place, code: 'get_secret(NAME)' },
      { sentence: 'Nobody knows more.' },
    ];
    expect(explanationItems({ subject: 'NAME', steps }, () => 'a.py')).toEqual([
      { label: '1. The call reads NAME.', description: 'a.py:12', detail: 'get_secret(NAME)', place },
      { label: '2. Nobody knows more.', description: '', detail: '' },
    ]);
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
