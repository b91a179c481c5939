import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

/** Phrases that make English read as translated; "is no" is how a translation says "is not a". */
const avoided = new RegExp(
  String.raw`\b(?:${[
    'nobody|somebody|whoever|stands|mend(?:s|ed|ing)?|anew|taken back|by turns|in turns',
    String.raw`(?<!there )is no (?!one\b|longer\b|more\b|match\b)`,
    'again and again|one after the other|tells? nothing|what (?:it gets|they get)',
    String.raw`(?:is|are|was|were) to be \w+ed`,
  ].join('|')})\b`,
  'giu',
);

const documents = globSync(
  ['*.md', 'docs/**/*.md', '{cli,vault,runtime/*}/README.md', '{examples,integrations,media}/**/*.md'],
  { cwd: root, exclude: ['**/node_modules/**'] },
);
const deployment = globSync(
  [
    'deploy/**/*.{yaml,txt,json,service}',
    'deploy/Containerfile',
    'action.yml',
    'integrations/**/*.{yml,yaml}',
  ],
  { cwd: root },
);
const texts = [
  'package.nls.json',
  'l10n/bundle.l10n.json',
  ...globSync(['snippets/*.json', 'schemas/*.json'], { cwd: root }),
];
const programs = globSync(
  '{analysis,assistants,cli,client,contracts,hardcoded,integrations,review,run,runtime/node,server,sign-in,vault,vault-client,webview}/**/*.ts',
  { cwd: root },
);

describe('what users read is in plain English', () => {
  it.each([...documents, ...deployment, ...texts])('%s', (file) => {
    expect(found(read(file))).toEqual([]);
  });

  it.each(programs)('messages in %s', (file) => {
    expect(found(stringsOf(read(file)))).toEqual([]);
  });

  it('covers all documents, texts and code', () => {
    expect(documents).toEqual(expect.arrayContaining(['README.md', path.join('docs', 'operations.md')]));
    expect(Math.min(documents.length, deployment.length, texts.length)).toBeGreaterThan(3);
    expect(programs.length).toBeGreaterThan(900);
  });
});

describe('the list of words to avoid', () => {
  it.each([
    ['Nobody can read it.', ['Nobody']],
    ['The name stands in the code; mend it.', ['stands', 'mend']],
    ['This is no secret.', ['is no ']],
    ['It was to be replaced, and tells nothing.', ['was to be replaced', 'tells nothing']],
    ['No one can read it. It is no longer used. A recommendation, the standstill.', []],
  ])('in "%s"', (text, words) => {
    expect(found(text)).toEqual(words);
  });

  it('covers strings of code, and not its comments and names', () => {
    expect(stringsOf("// Nobody\nconst nobody = 'Somebody';")).toBe("'Somebody'");
  });
});

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

function found(text: string): readonly string[] {
  return [...text.matchAll(avoided)].map(([words]) => words);
}

/** The string literals of TypeScript code. */
function stringsOf(code: string): string {
  const withoutComments = code.replaceAll(/^\s*\/?\*.*$|\/\/ .*$/gmu, '');
  return [...withoutComments.matchAll(/'[^'\n]*'|"[^"\n]*"|`[^`]*`/gu)].map(([text]) => text).join('\n');
}
