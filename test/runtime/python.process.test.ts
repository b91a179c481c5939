import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pythonPackage, runPython } from '../support/python.ts';

/** The tests of the Python package are written in Python; each is one test here too. */
const folder = mkdtempSync(path.join(tmpdir(), 'agent-secrets-pytest-'));
const report = path.join(folder, 'report.xml');
const pytest = ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', 'tests'];
const collected = await runPython([...pytest, '--collect-only'], { cwd: pythonPackage });
const names = collected.stdout.split('\n').filter((line) => line.includes('::'));

describe('the Python package', () => {
  let failures: ReadonlyMap<string, string>;
  let passed: number;
  beforeAll(async () => {
    const { stdout } = await runPython([...pytest, `--junitxml=${report}`], { cwd: pythonPackage });
    failures = failuresIn(stdout);
    passed = testsIn(readFileSync(report, 'utf8'));
  }, 300_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('has tests, and all of them ran', () => {
    expect(names.length, collected.stdout + collected.stderr).toBeGreaterThan(100);
    expect(passed).toBe(names.length);
  });

  it.each(names)('%s', (name) => {
    expect(failures.get(name)).toBeUndefined();
  });
});

/** By the lines of the summary: `FAILED tests/test_x.py::test_y - reason`. */
function failuresIn(stdout: string): ReadonlyMap<string, string> {
  const lines = [...stdout.matchAll(/^(?:FAILED|ERROR) (.*?)(?: - .*)?$/gm)];
  return new Map(lines.map(([, name = '']) => [name, stdout]));
}

function testsIn(xml: string): number {
  return Number(/\btests="(\d+)"/.exec(xml)?.[1]);
}
