import { describe, expect, it } from 'vitest';
import { literalAt, readingOf, type Literal } from '../../client/panels/literal-model.ts';
import { variableBefore } from '../../client/snippet-model.ts';

/** The code with `|` at both ends of the selection. */
function literalIn(code: string, languageId = 'python'): Literal | string {
  const [before = '', selected = '', behind = ''] = code.split('|');
  const text = before + selected + behind;
  return literalAt({ text, languageId, start: before.length, end: before.length + selected.length });
}

function moved(code: string, languageId = 'python'): string {
  const literal = literalIn(code, languageId);
  if (typeof literal === 'string') return literal;
  const text = code.replaceAll('|', '');
  return text.slice(0, literal.start) + readingOf(literal, 'a_key', languageId) + text.slice(literal.end);
}

describe('a literal that moves into the vault', () => {
  it('is the whole text in quotes, whether the cursor is in it or all of it is selected', () => {
    for (const line of ["k = 'not-a||-real'", "k = '|not-a-real|'", "k = |'not-a-real'|"]) {
      const literal = literalIn(`def f(conv):\n    ${line}`);
      expect(literal).toMatchObject({ value: 'not-a-real', before: '', behind: '' });
    }
  });

  it('becomes the code that reads it, in the quotes of the place', () => {
    expect(moved("def f(conv):\n    k = '|not-a-real|'")).toBe(
      "def f(conv):\n    k = conv.utils.get_secret('a_key')",
    );
    expect(moved('async function f(conv) {\n  const k = "|not-a-real|";', 'javascript')).toContain(
      'const k = await conv.utils.getSecret("a_key");',
    );
  });

  it('may be a part of the text, and the rest stays', () => {
    expect(moved('def f(conv):\n    h = "Bearer |not-a-real|"')).toContain(
      'h = ("Bearer " + conv.utils.get_secret("a_key"))',
    );
  });

  it('is not looked for in comments, nor where an apostrophe only seems to begin one', () => {
    expect(literalIn("def f(conv):\n    # it's |not-a-real|\n    k = 'x'")).toBe('no-literal');
    expect(literalIn("def f(conv):\n    # it's\n    k = '|not-a-real|'")).toMatchObject({
      value: 'not-a-real',
    });
  });

  it.each(['f"|not-a-real|"', 'b"|not-a-real|"', String.raw`"a\n|not-a-real|"`, '"||"'])(
    'is not %s, whose text is not its value',
    (literal) => expect(literalIn(`def f(conv):\n    k = ${literal}`)).toBe('not-plain'),
  );

  it.each([
    ['python', 'KEY = "|not-a-real|"'],
    ['python', 'def f(conv):\n    pass\n\nKEY = "|not-a-real|"'],
    ['python', 'def f(a):\n    k = "|not-a-real|"'],
    ['javascript', 'const k = "|not-a-real|";'],
    ['javascript', 'function f(conv) {\n  const k = "|not-a-real|";'],
  ])('stays where no secret can be read: %s %s', (languageId, code) => {
    expect(literalIn(code, languageId)).toBe('no-conv');
  });

  it('is named after what it is assigned to', () => {
    expect(variableBefore('    stripeKey = ')).toBe('stripe_key');
    expect(variableBefore('    "api-key": ')).toBe('key');
    expect(variableBefore('send(')).toBe('');
  });
});
