import { describe, expect, it } from 'vitest';
import { snippetPlace } from '../../client/snippets/snippet-place.ts';
import { snippetAt } from '../../client/snippets/snippet.ts';
import type { SnippetStyle } from '../../client/snippets/snippet-style.ts';

const python: SnippetStyle = { language: 'python', quote: '"', naming: 'snake', semicolons: false };
const javaScript: SnippetStyle = { language: 'javascript', quote: "'", naming: 'camel', semicolons: true };

/** What a line becomes; `|` is the cursor. */
function inserted(line: string, style: SnippetStyle = python): string {
  const [before = '', after = ''] = line.split('|');
  return `${before}${snippetAt(snippetPlace(before, after), { name: 'stripe_api_key' }, style)}${after}`;
}

describe('a snippet is', () => {
  it.each([
    [
      'an assignment on an empty line',
      '    |',
      '    stripe_api_key = conv.utils.get_secret("stripe_api_key")',
    ],
    ['the expression after =', 'key = |', 'key = conv.utils.get_secret("stripe_api_key")'],
    [
      'the expression in an argument',
      'client = Client(key=|)',
      'client = Client(key=conv.utils.get_secret("stripe_api_key"))',
    ],
    ['the expression after return', 'return |', 'return conv.utils.get_secret("stripe_api_key")'],
    ['the name in quotes', 'conv.utils.get_secret("|")', 'conv.utils.get_secret("stripe_api_key")'],
    ['the name in single quotes', "x = get('|')", "x = get('stripe_api_key')"],
    ['the name after an escaped quote', String.raw`x = "a \"|"`, String.raw`x = "a \"stripe_api_key"`],
    ['the expression behind a string', 'x = ["a", |]', 'x = ["a", conv.utils.get_secret("stripe_api_key")]'],
    [
      'the expression behind an apostrophe in a string',
      `x = f("it's", |)`,
      `x = f("it's", conv.utils.get_secret("stripe_api_key"))`,
    ],
  ])('%s', (_, line, expected) => {
    expect(inserted(line)).toBe(expected);
  });

  it.each([
    [
      'a declaration on an empty line',
      '  |',
      "  const stripeApiKey = await conv.utils.getSecret('stripe_api_key');",
    ],
    ['the expression after =', 'const key = |;', "const key = await conv.utils.getSecret('stripe_api_key');"],
    ['the name in a template', 'f(`|`)', 'f(`stripe_api_key`)'],
    [
      'the expression in a part of a template',
      'f(`a ${|}`)',
      "f(`a ${await conv.utils.getSecret('stripe_api_key')}`)",
    ],
    ['the name behind a part of a template', 'f(`a ${b} |`)', 'f(`a ${b} stripe_api_key`)'],
  ])('%s, in JavaScript', (_, line, expected) => {
    expect(inserted(line, javaScript)).toBe(expected);
  });
});
