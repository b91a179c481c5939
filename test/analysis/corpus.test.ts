import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { silenceMessages } from '../../analysis/features/explain-silence.ts';
import { annotate, readCases, type CorpusCase } from '../corpus/support/corpus-case.ts';
import { foundFindings, foundReferences, foundSilence, type Found } from '../corpus/support/found-notes.ts';

const corpus = path.join(import.meta.dirname, '..', 'corpus');

function topicsIn(folder: string): readonly (readonly [topic: string, cases: readonly CorpusCase[]])[] {
  return readdirSync(path.join(corpus, folder))
    .filter((name) => name.endsWith('.txt'))
    .map((name) => [path.parse(name).name, readCases(readFileSync(path.join(corpus, folder, name), 'utf8'))]);
}

/** The text that the corpus would have if all current findings were correct. */
async function asFound(wanted: CorpusCase, find: Found): Promise<string> {
  const found = await find(wanted);
  return wanted.files.map((file, number) => annotate(file, found[number] ?? [])).join('\n');
}

function asWanted({ files }: CorpusCase): string {
  return files.map((file) => annotate(file, file.notes)).join('\n');
}

describe.each(topicsIn('names'))('possible names of %s:', (_, cases) => {
  it.each(cases.map((one) => [one.title, one] as const))('%s', async (_title, wanted) => {
    expect(await asFound(wanted, foundReferences)).toBe(asWanted(wanted));
  });
});

describe.each(topicsIn('rules'))('findings of %s:', (_, cases) => {
  it.each(cases.map((one) => [one.title, one] as const))('%s', async (_title, wanted) => {
    expect(await asFound(wanted, foundFindings)).toBe(asWanted(wanted));
  });
});

describe('why nothing is reported', () => {
  const cases = readCases(readFileSync(path.join(corpus, 'silence.txt'), 'utf8'));

  it.each(cases.map((one) => [one.title, one] as const))('%s', async (_title, wanted) => {
    expect(await asFound(wanted, foundSilence)).toBe(asWanted(wanted));
  });

  it('has a case for each reason', () => {
    const asked = cases.flatMap(({ files }) => files.flatMap(({ notes }) => notes.map(({ text }) => text)));
    expect([...new Set(asked)].toSorted()).toEqual(Object.keys(silenceMessages).toSorted());
  });
});

describe('the corpus', () => {
  it('has at least 300 cases, each with a title of its own in its topic', () => {
    const topics = [...topicsIn('names'), ...topicsIn('rules')];
    expect(topics.flatMap(([, cases]) => cases).length).toBeGreaterThanOrEqual(300);
    for (const [topic, cases] of topics)
      expect([topic, new Set(cases.map(({ title, options }) => `${title} ${String(options)}`)).size]).toEqual(
        [topic, cases.length],
      );
  });
});
