import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

/** Words that make English read as translated; "is no" is how a translation says "is not a". */
const avoided =
  /\b(?:nobody|somebody|whoever|stands|mend(?:s|ed|ing)?|anew|taken back|by turns|in turns|(?<!there )is no (?!one\b|longer\b|more\b|match\b))\b/giu;

const documents = globSync(['*.md', 'docs/**/*.md', 'examples/**/*.md', 'runtime/*/README.md'], {
  cwd: root,
  exclude: ['**/node_modules/**'],
});
const deployment = globSync(['deploy/**/*.{yaml,txt,json,service}', 'deploy/Containerfile'], { cwd: root });
const texts = ['package.nls.json', 'l10n/bundle.l10n.json', ...globSync('snippets/*.json', { cwd: root })];
const commands = globSync('cli/**/*.ts', { cwd: root });

describe('what users read is in plain English', () => {
  it.each([...documents, ...deployment, ...texts])('%s', (file) => {
    expect(found(read(file))).toEqual([]);
  });

  it.each(commands)('help texts and messages in %s', (file) => {
    expect(found(stringsOf(read(file)))).toEqual([]);
  });

  it('covers all documents, texts and commands', () => {
    expect(documents).toEqual(expect.arrayContaining(['README.md', path.join('docs', 'operations.md')]));
    expect(Math.min(documents.length, deployment.length, texts.length, commands.length)).toBeGreaterThan(3);
  });
});

describe('the list of words to avoid', () => {
  it.each([
    ['Nobody can read it.', ['Nobody']],
    ['The name stands in the code; mend it.', ['stands', 'mend']],
    ['This is no secret.', ['is no ']],
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
