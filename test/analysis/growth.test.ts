import { describe, expect, it } from 'vitest';
import { StepBudget } from '../../analysis/flow/step-budget.ts';
import type { Place } from '../../contracts/lsp-messages.ts';
import type { SecretReference } from '../../analysis/index.ts';
import { openProject } from '../support/analysis-project.ts';
import { growingProgram, type GrowingLanguage } from '../support/growing-programs.ts';
import { firstDifference } from '../support/kept-and-fresh.ts';
import { seed } from '../support/seed.ts';

/** Steps that a program may take regardless of its length. */
const slack = 10_000;
const languages: readonly GrowingLanguage[] = ['python', 'typescript'];
const endings = { python: 'py', typescript: 'ts' } as const;

interface Followed {
  readonly references: readonly SecretReference[];
  readonly steps: number;
  readonly gaveUp: readonly Place[];
}

function follow(language: GrowingLanguage, code: string, budget = new StepBudget()): Followed {
  const gaveUp: Place[] = [];
  const path = `functions/start.${endings[language]}`;
  const text = code.startsWith('//- ') ? code : `//- ${path}\n${code}`;
  const opened = openProject(text, { budget, gaveUp: (place) => gaveUp.push(place) });
  const references = opened.analyzer.references(opened.file(path), opened.project);
  return { references, steps: budget.taken, gaveUp };
}

describe.each(languages)('following names in %s', (language) => {
  it.each([0, 1, 2, 3, 4])('takes at most twice the steps in a program twice as long (%i)', (more) => {
    const [short, long] = [80, 160].map(
      (length) => follow(language, growingProgram(seed + more, length, language)).steps,
    );
    expect(long).toBeLessThan(2 * (short ?? 0) + slack);
  });

  it.each(Object.entries(shapes(language)))('grows with its code: %s', (_, shape) => {
    const [short, long] = [100, 200].map((length) => follow(language, shape(length)).steps);
    expect(long).toBeLessThan(2 * (short ?? 0) + 2000);
  });

  it.each([3, 10, 30, 100])('is right or gives up, with %i steps for each name', (steps) => {
    const code = growingProgram(seed, 60, language);
    const { references } = follow(language, code);
    const hasty = follow(language, code, new StepBudget(steps));
    for (const [at, reference] of hasty.references.entries())
      expect(reference).toEqual(
        reference.tooFar ? { ...dynamic(references[at]), tooFar: true } : references[at],
      );
    expect(hasty.gaveUp.length).toBeGreaterThan(0);
  });

  it('finds the same no matter which name is followed first', () => {
    const code = growingProgram(seed, 60, language);
    const wanted = follow(language, code, new StepBudget(60)).references;
    const path = `functions/start.${endings[language]}`;
    const opened = openProject(`//- ${path}\n${code}`, { budget: new StepBudget(60) });
    const file = opened.file(path);
    // Explaining follows the names again, from the last to the first, before anything is cached.
    for (const { span } of wanted.toReversed())
      opened.analyzer.explain(file, span.start, { project: opened.project });
    expect(opened.analyzer.references(file, opened.project)).toEqual(wanted);
  });
});

describe('a name that takes too many steps', () => {
  const recursive = {
    python: (reads: number) =>
      `${functions((at, next, other) => `def f${at}(n):\n    if n.a:\n        return f${next}(n + "x")\n    if n.b:\n        return f${other}(n + "y")\n    return n\n`)}def start(conv):\n    conv.utils.get_secret("plain")\n${'    conv.utils.get_secret(f0("a"))\n'.repeat(reads)}`,
    typescript: (reads: number) =>
      `${functions((at, next, other) => `function f${at}(n) {\n  if (n.a) return f${next}(n + "x");\n  if (n.b) return f${other}(n + "y");\n  return n;\n}\n`)}export function start(conv) {\n  conv.utils.getSecret("plain");\n${'  conv.utils.getSecret(f0("a"));\n'.repeat(reads)}}\n`,
  };

  it.each(languages)('is dynamic, and is noted once for each line (%s)', (language) => {
    const { references, gaveUp } = follow(language, recursive[language](2), new StepBudget(50));
    expect(references.map(({ dynamic: isDynamic }) => isDynamic)).toEqual([false, true, true]);
    expect(references.map(({ tooFar }) => tooFar)).toEqual([undefined, true, true]);
    const noted = gaveUp.map(({ range }) => range.start.line);
    expect([noted.length, new Set(noted).size]).toEqual([2, 2]);
  });

  it.each([5, 15, 40])('gives the same result after edits (%i steps)', (perQuestion) => {
    expect(firstDifference({ seed, programs: 5, edits: 10, inProject: true, perQuestion })).toBeUndefined();
  });
});

function dynamic(reference: SecretReference | undefined): Partial<SecretReference> {
  const { literal: _, guarded: __, contradicted: ___, ...rest } = reference ?? {};
  return { ...rest, names: [], patterns: [], dynamic: true };
}

function functions(code: (at: number, next: number, other: number) => string): string {
  return lines(8, (at) => code(at, (at + 1) % 8, (at + 3) % 8));
}

function lines(count: number, code: (at: number) => string): string {
  return Array.from({ length: count }, (_, at) => code(at)).join('');
}

type Shapes = Readonly<Record<string, (length: number) => string>>;

/** Code that used to take minutes. */
function shapes(language: GrowingLanguage): Shapes {
  return language === 'python' ? pythonShapes : typescriptShapes;
}

const pythonShapes: Shapes = {
  branches: (n) =>
    `def start(conv, o):\n    v = "a"\n${lines(n, (at) => `    if o.a${at}:\n        v = v + "_${at}"\n`)}    conv.utils.get_secret(v)\n`,
  'redefinitions that are each read': (n) =>
    `def start(conv):\n    v = "a"\n${lines(n, (at) => `    v = "a${at}"\n    conv.utils.get_secret(v)\n`)}`,
  'functions that call each other with more': (n) =>
    `${lines(n, (at) => `def _f${at}(conv, n):\n    conv.utils.get_secret(n)\n    return _f${(at + 1) % n}(conv, n + "x")\n`)}def start(conv):\n    _f0(conv, "a")\n`,
  'constants made of constants': (n) =>
    `C0 = "a"\n${lines(n, (at) => `C${at + 1} = C${at} + C${at}\n`)}def start(conv):\n    conv.utils.get_secret(C${n})\n`,
  'classes made of classes': (n) =>
    `class K0:\n    NAME = "a"\n${lines(n, (at) => `class K${at + 1}(K${at}):\n    NAME = K${at}.NAME + K${at}.NAME\n`)}def start(conv):\n    conv.utils.get_secret(K${n}.NAME)\n`,
};

const typescriptShapes: Shapes = {
  branches: (n) =>
    `export function start(conv, o) {\n  let v = "a";\n${lines(n, (at) => `  if (o.a${at}) v = v + "_${at}";\n`)}  conv.utils.getSecret(v);\n}\n`,
  'branches in loops': (n) =>
    `export function start(conv, o) {\n  let v = "a";\n  while (o.next()) {\n${lines(n, (at) => `  if (o.a${at}) v = v + "_${at}";\n`)}  conv.utils.getSecret(v);\n  }\n}\n`,
  'redefinitions that are each read': (n) =>
    `export function start(conv) {\n  let v = "a";\n${lines(n, (at) => `  v = "a${at}";\n  conv.utils.getSecret(v);\n`)}}\n`,
  'functions that call each other with more': (n) =>
    `${lines(n, (at) => `function f${at}(n) { return n.a ? n : f${(at + 1) % n}(n + "x") + f${(at + 2) % n}(n + "y"); }\n`)}export function start(conv) {\n  conv.utils.getSecret(f0("a"));\n}\n`,
  'calls of itself': (n) =>
    `function f(n) {\n${lines(n, (at) => `  if (n.a${at}) return f(n + "${at}");\n`)}  return n;\n}\nexport function start(conv) {\n  conv.utils.getSecret(f("a"));\n}\n`,
  'constants made of constants': (n) =>
    `const C0 = "a";\n${lines(n, (at) => `const C${at + 1} = C${at} + C${at};\n`)}export function start(conv) {\n  conv.utils.getSecret(C${n});\n}\n`,
};
