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

describe('the tests of the Python package', () => {
  let output: string;
  let failed: readonly string[];
  let totals: readonly number[];
  beforeAll(async () => {
    const { stdout } = await runPython([...pytest, `--junitxml=${report}`], { cwd: pythonPackage });
    output = stdout;
    failed = stdout.split('\n').filter((line) => /^(FAILED|ERROR) /.test(line));
    const xml = readFileSync(report, 'utf8');
    totals = ['tests', 'failures', 'errors'].map((name) =>
      Number(new RegExp(`\\b${name}="(\\d+)"`).exec(xml)?.[1]),
    );
  }, 300_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('all ran', () => {
    expect(names.length, collected.stdout + collected.stderr).toBeGreaterThan(100);
    expect(totals, output).toEqual([names.length, 0, 0]);
  });

  it.each(names)('%s', (name) => {
    // `FAILED tests/test_x.py::test_y - reason`
    const lines = failed.map((line) => `${line} - `.replace(/^\w+ /, ''));
    expect(lines.filter((line) => line.startsWith(`${name} - `))).toEqual([]);
  });
});
