import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parser } from '@lezer/python';
import { describe, expect, test } from 'vitest';
import { lowerPython } from '../../analysis/lower/python/lower-python.ts';
import { createUnitMemo } from '../../analysis/lower/units.ts';
import { runToEnd } from '../../analysis/model/in-slices.ts';
import { generate } from '../recall/idioms/generate.ts';
import { runPrograms } from '../recall/idioms/run-programs.ts';
import { printPython } from '../support/print-python.ts';
import { python } from '../support/python.ts';

const programs = readFileSync(path.join(import.meta.dirname, 'lower-python-programs.txt'), 'utf8')
  .split('\n---\n')
  .map((text) => ({ title: text.slice(2, text.indexOf('\n')), text }));

/** Prints a lowered program as Python again. */
function printedAgain(text: string): string {
  const units = runToEnd(lowerPython({ text, tree: parser.parse(text) }, createUnitMemo()));
  return units.map(({ code }) => printPython(code.body, code.text)).join('');
}

const runner = `
import contextlib, io, json, sys
def run(text):
    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out):
            exec(compile(text, "program", "exec"), {"__name__": "program"})
    except BaseException as error:
        return f"{out.getvalue()}{type(error).__name__}: {error}"
    return out.getvalue()
print(json.dumps([run(text) for text in json.load(sys.stdin)]))
`;

function outputsOf(texts: readonly string[]): readonly string[] {
  const { stdout, stderr, status } = spawnSync(python, ['-c', runner], {
    input: JSON.stringify(texts),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as readonly string[];
}

describe('a program printed from its lowered form prints the same', () => {
  const printed = programs.map(({ text }) => printedAgain(text));
  const outputs = outputsOf([...programs.map(({ text }) => text), ...printed]);

  test.each(programs.map(({ title }, number) => [title, number] as const))('%s', (_, number) => {
    const expected = outputs[number] ?? '';
    expect(expected).not.toMatch(/^\w*(?:Error|Exception): /m);
    expect(outputs[programs.length + number], printed[number]).toBe(expected);
  });
});

describe('a generated program printed from its lowered form does the same', () => {
  test.each(['names', 'values'] as const)('programs about %s', (about) => {
    const list = about === 'names' ? 'first' : 'all'; // Some idioms of the second list are not lowered exactly.
    const originals = Array.from({ length: 200 }, (_, seed) => generate(about, 'python', seed, list));
    const printed = originals.map((program) => ({
      ...program,
      files: Object.fromEntries(
        Object.entries(program.files).map(([name, text]) => [name, printedAgain(text)] as const),
      ),
    }));
    const expected = runPrograms('python', originals, 2);
    const actual = runPrograms('python', printed, 2);
    for (const [number, program] of originals.entries()) {
      expect(withoutLines(actual[number]), describeBoth(program.files, printed[number]?.files)).toEqual(
        withoutLines(expected[number]),
      );
    }
  });
});

/** The lines of a printed program differ. What arrives and what is read do not. */
function withoutLines(seen: ReturnType<typeof runPrograms>[number] | undefined): unknown {
  if (seen === undefined || 'error' in seen) return seen;
  return {
    arrivals: new Set(
      seen.arrivals.map((places) => places.map((place) => place.replace(/:\d+$/, '')).join()),
    ),
    reads: new Set(Object.values(seen.reads).flat()),
  };
}

function describeBoth(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>> | undefined,
): string {
  return JSON.stringify({ before, after }, undefined, 1).replaceAll('\\n', '\n');
}
