import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCases, type CorpusCase } from '../corpus/support/corpus-case.ts';

const corpus = path.resolve(import.meta.dirname, '../corpus');

/** Topics whose cases are not grouped by what they show, but by the part of the engine that they test. */
const notPaired = new Set(['rules/followed-values.txt', 'rules/own-functions.txt']);

const topics = readdirSync(corpus, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.txt') && !notPaired.has(name))
  .map((name) => [name, readCases(readFileSync(path.join(corpus, name), 'utf8'))] as const);

/** What a case says about its languages, in square brackets after its title. */
const marks: ReadonlyMap<string, 'JavaScript' | 'Python'> = new Map([
  ['Python only', 'Python'],
  ['not yet in JavaScript', 'Python'],
  ['JavaScript only', 'JavaScript'],
  ['not yet in Python', 'JavaScript'],
]);

function languagesOf({ files }: CorpusCase): readonly string[] {
  const isPython = files.some(({ path: name }) => /\.pyi?$/.test(name));
  const isJavaScript = files.some(({ path: name }) => /\.[cm]?[jt]sx?$/.test(name));
  return [...(isPython ? ['Python'] : []), ...(isJavaScript ? ['JavaScript'] : [])];
}

/** Cases about other files, such as settings, have neither language. */
function isAsMarked(one: CorpusCase): boolean {
  const languages = languagesOf(one);
  const [marked] = one.options.flatMap((option) => marks.get(option) ?? []);
  if (marked !== undefined) return languages.length === 1 && languages[0] === marked;
  return languages.length !== 1;
}

describe('the corpus', () => {
  it.each(topics)('has each case of %s in both languages, or says why not', (_, cases) => {
    expect(cases.filter((one) => !isAsMarked(one)).map(({ title }) => title)).toEqual([]);
  });
});
