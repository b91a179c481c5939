import { describe, expect, it } from 'vitest';
import { completedAt, type Completed, oddNames, run } from './programs.ts';
import { javaScript, type Language, marksOf, python } from './rows.ts';

interface Case {
  readonly title: string;
  readonly completed: Completed;
}

const languages = [python, javaScript('javascript'), javaScript('typescript'), javaScript('typescriptreact')];
const ways = ['opened', 'typed'] as const;

/** Programs that do not read the accepted name, or that lost what follows. */
function wrongIn({ runs }: Language, cases: readonly Case[]): readonly string[] {
  const observed = run(
    runs,
    cases.map(({ completed }) => completed.text),
  );
  return cases.flatMap(({ title, completed }, position) => {
    const seen = observed[position];
    const hasRun = seen !== undefined && 'asked' in seen;
    const expected = completed.name + completed.rest;
    if (hasRun && seen.asked.includes(expected) && seen.after === 'kept') return [];
    return [`${title}, ${completed.mode}: ${completed.text} => ${JSON.stringify(seen)}`];
  });
}

describe.each(languages)('an accepted name in $languageId', (language) => {
  const cases: Case[] = [];
  const offers: [string, readonly string[], readonly string[]][] = [];
  const changed: string[] = [];

  for (const kind of language.kinds) {
    const writable = oddNames.filter((name) => language.holds(kind, name));
    for (const { title: row, marked } of language.rows(kind)) {
      const { code, start, offset, end } = marksOf(marked);
      for (const way of ways) {
        const title = `${kind.prefix}${kind.quote} ${row}, ${way}`;
        const all = completedAt(code, offset, language.languageId, way);
        offers.push([title, oddNames.filter((one) => all.some(({ name }) => name === one)), writable]);
        for (const completed of all) {
          const to = completed.mode === 'insert' ? offset : end;
          const isAsMarked = completed.replaced.start === start && completed.replaced.end === to;
          if (!isAsMarked) changed.push(`${title}, ${completed.mode}: ${completed.text}`);
          cases.push({ title, completed });
        }
      }
    }
  }

  it('is one that such a string can hold', () => {
    const unexpected = offers.filter(([, offered, writable]) => offered.join('\n') !== writable.join('\n'));
    expect(unexpected).toEqual([]);
  });

  it('leaves the code around it unchanged', () => {
    expect(changed).toEqual([]);
  });

  it('is what the program reads when it runs', () => {
    expect(cases.length).toBeGreaterThan(1000);
    expect(wrongIn(language, cases).slice(0, 20)).toEqual([]);
  });
});

describe.each(languages)('at any cursor position in $languageId', (language) => {
  it.each(language.programs)('%s stays correct', (program) => {
    const code = `${program}\nafter = 'kept'`;
    const cases = [...offsetsIn(program)].flatMap((offset) =>
      completedAt(code, offset, language.languageId, 'opened').map((completed) => ({
        title: `at ${offset}`,
        completed,
      })),
    );
    expect(cases.length).toBeGreaterThan(0);
    expect(wrongIn(language, cases).slice(0, 20)).toEqual([]);
  });

  it.each(language.unfinished)('%s loses nothing but a name', (code) => {
    for (const offset of offsetsIn(code)) {
      for (const { replaced } of ways.flatMap((way) => completedAt(code, offset, language.languageId, way))) {
        expect(code.slice(replaced.start, replaced.end)).toMatch(/^[\w-]*$/);
      }
    }
  });

  it.each(language.silent)('nothing is offered in %s', (marked) => {
    const offset = marked.indexOf('‸');
    const code = marked.replace('‸', '');
    for (const way of ways) expect(completedAt(code, offset, language.languageId, way)).toEqual([]);
  });
});

function* offsetsIn(text: string): Generator<number> {
  for (let offset = 0; offset <= text.length; offset++) yield offset;
}
