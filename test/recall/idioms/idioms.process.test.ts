import { describe, expect, it } from 'vitest';
import { generate } from './generate.ts';
import { idiomsOf, type Language } from './idioms.ts';
import { measureEachName, measureNames, unsound } from './measure-names.ts';
import { falseAlarms, measureEachValue, measureValues, shareReported } from './measure-values.ts';
import { runPrograms } from './run-programs.ts';

const languages: readonly Language[] = ['python', 'javascript', 'typescript'];
/** The share that was reported when this was written, rounded down. It may only increase. */
const reportedSoFar = { python: 0.95, javascript: 0.92, typescript: 0.92 };

describe.each(languages)('values that go from a read to a sink in %s,', (language) => {
  const recall = measureValues(language, 150, 20_261_122);

  it('are in programs that a real interpreter can run', () => {
    expect(recall.broken.map(({ program, reason }) => `${String(program.seed)}: ${reason}`)).toEqual([]);
    expect(recall.judged.filter(({ arrives }) => arrives).length).toBeGreaterThan(75);
    expect(recall.judged.filter(({ arrives }) => !arrives).length).toBeGreaterThan(75);
  });

  it('are reported at least as often as before, with few false alarms', () => {
    expect(shareReported(recall.judged)).toBeGreaterThanOrEqual(reportedSoFar[language]);
    expect(falseAlarms(recall.judged).length / recall.judged.length).toBeLessThanOrEqual(0.01);
  });

  it('use more than eighty idioms', () => {
    expect(
      idiomsOf('values', language).filter(({ from, to }) => from !== 'read' && to !== 'sink').length,
    ).toBeGreaterThan(80);
  });

  it('are the same for the same seed', () => {
    expect(generate('values', language, 7)).toEqual(generate('values', language, 7));
  });
});

describe.each(languages)('each way from a read to a sink in %s, alone,', (language) => {
  const recall = measureEachValue(language);

  it('is in a program that a real interpreter can run', () => {
    expect(recall.broken.map(({ program, reason }) => `${String(program.seed)}: ${reason}`)).toEqual([]);
    expect(recall.programs).toBe(idiomsOf('values', language).length);
  });

  it('is reported if the value arrives, and hardly ever if it does not', () => {
    expect(shareReported(recall.judged)).toBeGreaterThanOrEqual(0.97);
    expect(falseAlarms(recall.judged).length).toBeLessThanOrEqual(1);
  });
});

describe.each(
  languages.flatMap(
    (language) =>
      [
        { language, list: 'first' },
        { language, list: 'second' },
      ] as const,
  ),
)('names that go from a literal to a read in $language, by the $list lists,', ({ language, list }) => {
  const recall = measureNames(language, 150, 20_261_122, list);

  it('are in programs that a real interpreter can run', () => {
    expect(recall.broken.map(({ program, reason }) => `${String(program.seed)}: ${reason}`)).toEqual([]);
    expect(recall.judged.length).toBeGreaterThan(150);
  });

  it('are all predicted, or reported as unknown', () => {
    expect(unsound(recall.judged).map(({ sink, program }) => [program.seed, sink.line])).toEqual([]);
  });
});

describe.each(languages)('names in code that does more than it says in %s', (language) => {
  const recall = measureEachName(language, ['a read', 'a read in a helper', 'a read in a method'], 'third');

  it('are in programs that a real interpreter can run', () => {
    expect(recall.broken.map(({ program, reason }) => `${String(program.seed)}: ${reason}`)).toEqual([]);
    expect(recall.judged.length).toBe(recall.programs);
    expect(recall.programs).toBeGreaterThan(350);
  });

  it('are all predicted, or reported as unknown, each by itself', () => {
    expect(unsound(recall.judged).map(({ sink }) => sink.idioms.map(({ words }) => words))).toEqual([]);
  });
});

describe.each(languages)('names of the fourth and fifth lists in %s', (language) => {
  const recalls = (['fourth', 'fifth'] as const).map((list) => measureEachName(language, ['a read'], list));

  it('are in programs that a real interpreter can run', () => {
    const broken = recalls.flatMap((recall) => recall.broken);
    expect(broken.map(({ program, reason }) => `${String(program.seed)}: ${reason}`)).toEqual([]);
    expect(recalls.reduce((all, { programs }) => all + programs, 0)).toBeGreaterThan(300);
  });

  it('are all predicted, or reported as unknown, each by itself', () => {
    const judged = recalls.flatMap((recall) => recall.judged);
    expect(unsound(judged).map(({ sink }) => sink.idioms.map(({ words }) => words))).toEqual([]);
  });
});

describe.each(languages)('names that one file changes and another reads in %s', (language) => {
  const ends = idiomsOf('names', language, 'third')
    .filter(({ to, files }) => to === 'sink' && Object.keys(files).length > 1)
    .map(({ words }) => words);
  const recall = measureEachName(language, ends, 'first');

  it('are in programs that a real interpreter can run', () => {
    expect(ends.length).toBeGreaterThan(8);
    expect(recall.broken.map(({ program, reason }) => `${String(program.seed)}: ${reason}`)).toEqual([]);
  });

  it('are all predicted, or reported as unknown', () => {
    expect(unsound(recall.judged).map(({ sink }) => sink.idioms.map(({ words }) => words))).toEqual([]);
  });
});

describe('a real run', () => {
  it.each([
    ['python', 'start.py', 'def start(conv):\n    conv.utils.get_secret("a" if pick(2) else "b")\n'],
    [
      'typescript',
      'start.ts',
      'enum E {\n  A = "b",\n}\nexport async function start(conv) {\n  await conv.utils.getSecret(pick(2) ? "a" : E.A);\n}\n',
    ],
  ] as const)('of %s shows which names are read', (language, path, code) => {
    const line = code.slice(0, code.indexOf('conv.utils')).split('\n').length;
    expect(runPrograms(language, [programOf(path, code)], 1)).toEqual([
      { arrivals: [], reads: { [`${path}:${String(line)}`]: ['a', 'b'] } },
    ]);
  });

  it.each([
    ['a value', 'print(key)', ['start.py:3']],
    ['its length', 'print(len(key))', []],
    ['four of its characters', 'print(key[:4], key[-4:])', []],
    ['its hash', 'print(__import__("hashlib").sha256(key.encode()).hexdigest())', []],
    ['its base64', 'print(__import__("base64").b64encode(key.encode()))', ['start.py:3']],
    ['a value in the state', 'conv.state.kept = [{"key": key}]', ['start.py:3']],
    ['a value that is chosen on half of the runs', 'print(key if pick(2) else "none")', ['start.py:3']],
    ['an exception', 'raise ValueError(key)', ['start.py:3']],
    ['a returned value', 'return {"content": key}', ['start.py:3']],
  ])('of Python shows where %s arrives', (_, statement, arrived) => {
    const code = `def start(conv):\n    key = conv.utils.get_secret("crm_key")\n    ${statement}\n`;
    expect(arrivals('python', 'start.py', code)).toEqual(arrived);
  });

  it.each([
    ['a value', 'console.log(key);', ['start.ts:3']],
    ['its length', 'console.log(key.length);', []],
    ['four of its characters', 'console.log(key.slice(0, 4));', []],
    ['its base64', 'console.log(btoa(key));', ['start.ts:3']],
    ['a value in the state', 'conv.state.kept = { key };', ['start.ts:3']],
    ['a value that is chosen on half of the runs', 'console.log(pick(2) ? key : "none");', ['start.ts:3']],
    ['an exception', 'throw new Error(key);', ['start.ts:3']],
  ])('of Node shows where %s arrives', (_, statement, arrived) => {
    const code = `export async function start(conv) {\n    const key: string = await conv.utils.getSecret("crm_key");\n    ${statement}\n}\n`;
    expect(arrivals('typescript', 'start.ts', code)).toEqual(arrived);
  });

  it('reports why a program is broken', () => {
    const code = 'def start(conv):\n    conv.utils.get_secret("crm_key").nothing()\n';
    expect(runPrograms('python', [programOf('start.py', code)], 1)).toEqual([
      { error: "AttributeError: 'str' object has no attribute 'nothing'" },
    ]);
  });
});

function arrivals(language: Language, path: string, code: string): readonly string[] {
  const [outcome = { error: 'not run' }] = runPrograms(language, [programOf(path, code)], 1);
  if ('error' in outcome) throw new Error(outcome.error);
  return outcome.arrivals.flat();
}

function programOf(path: string, code: string): { files: Record<string, string>; functions: string[] } {
  return { files: { [path]: code }, functions: ['start'] };
}
