import { describe, expect, it } from 'vitest';
import { endOfEdit, isInEmptyName, lineOfSnippet } from '../../client/language/edited-text.ts';

const at = (line: number, character: number, text: string) => ({
  range: { start: { line, character } },
  text,
});

describe('an edit', () => {
  it('leaves the cursor at its end', () => {
    expect(endOfEdit([at(2, 4, 'ab')])).toEqual({ line: 2, character: 6 });
    expect(endOfEdit([at(2, 4, 'a\nbc')])).toEqual({ line: 3, character: 2 });
    expect(endOfEdit([at(2, 4, 'a'), at(1, 0, 'a')])).toBeUndefined();
  });

  it.each([
    ['key = conv.utils.get_secret("")', 2],
    ["if x:\n    key = await conv.utils.getSecret('');", 3],
    ['""', undefined],
    ['get_secret("crm")', undefined],
  ])('%j may be a snippet in which a name is missing', (text, line) => {
    expect(lineOfSnippet([at(2, 0, text)])).toBe(line);
  });
});

it.each([
  ['get_secret("|")', true],
  ["getSecret('|')", true],
  ['get_secret("crm")["|"]', true],
  ['get_secret("|crm")', false],
  ['get_secret("|\')', false],
  ['print(|"")', false],
])('the list of names opens in %s: %s', (text, expected) => {
  expect(isInEmptyName(text.replace('|', ''), text.indexOf('|'))).toBe(expected);
});
