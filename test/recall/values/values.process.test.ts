import { describe, expect, it } from 'vitest';
import { generateValues, type ValueProgram } from './generate.ts';
import { idiomsOf, type Language } from './idioms.ts';
import { falseAlarms, measureValues, observe, shareReported } from './measure.ts';

const languages: readonly Language[] = ['python', 'javascript', 'typescript'];
/** What was reported when this was written, rounded down: it may only grow. */
const reportedSoFar = { python: 0.3, javascript: 0.2, typescript: 0.2 };

describe.each(languages)('values that go from a read to a sink in %s,', (language) => {
  const recall = measureValues(language, 150, 20_261_122);

  it('are written in programs that a real interpreter runs', () => {
    expect(recall.broken.map(({ program, reason }) => `${String(program.seed)}: ${reason}`)).toEqual([]);
    expect(recall.judged.filter(({ arrives }) => arrives).length).toBeGreaterThan(75);
    expect(recall.judged.filter(({ arrives }) => !arrives).length).toBeGreaterThan(75);
  });

  it('are reported no less than before, and hardly ever where none arrives', () => {
    expect(shareReported(recall.judged)).toBeGreaterThanOrEqual(reportedSoFar[language]);
    expect(falseAlarms(recall.judged).length / recall.judged.length).toBeLessThanOrEqual(0.02);
  });

  it('take more than eighty ways', () => {
    expect(
      idiomsOf(language).filter(({ from, to }) => from !== 'read' && to !== 'sink').length,
    ).toBeGreaterThan(80);
  });

  it('are the same for the same seed', () => {
    expect(generateValues(language, 7)).toEqual(generateValues(language, 7));
  });
});

describe('a real run', () => {
  it.each([
    ['a value', 'print(key)', ['start.py:3']],
    ['its length', 'print(len(key))', []],
    ['four of its characters', 'print(key[:4], key[-4:])', []],
    ['its hash', 'print(__import__("hashlib").sha256(key.encode()).hexdigest())', []],
    ['its base64', 'print(__import__("base64").b64encode(key.encode()))', ['start.py:3']],
    ['a value in the state', 'conv.state.kept = [{"key": key}]', ['start.py:3']],
    ['one that is taken on half of the runs', 'print(key if pick(2) else "none")', ['start.py:3']],
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
    ['one that is taken on half of the runs', 'console.log(pick(2) ? key : "none");', ['start.ts:3']],
    ['an exception', 'throw new Error(key);', ['start.ts:3']],
  ])('of Node shows where %s arrives', (_, statement, arrived) => {
    const code = `export async function start(conv) {\n    const key: string = await conv.utils.getSecret("crm_key");\n    ${statement}\n}\n`;
    expect(arrivals('typescript', 'start.ts', code)).toEqual(arrived);
  });

  it('names a program that is broken', () => {
    const code = 'def start(conv):\n    conv.utils.get_secret("crm_key").nothing()\n';
    expect(observe('python', [programOf('python', 'start.py', code)])).toEqual([
      { error: "AttributeError: 'str' object has no attribute 'nothing'" },
    ]);
  });
});

function arrivals(language: Language, path: string, code: string): readonly string[] {
  const [outcome = { error: 'not run' }] = observe(language, [programOf(language, path, code)]);
  if ('error' in outcome) throw new Error(outcome.error);
  return outcome.arrivals.flat();
}

function programOf(language: Language, path: string, code: string): ValueProgram {
  return { seed: 0, language, files: { [path]: code }, functions: ['start'], sinks: [] };
}
