import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Installed, bundleWithDetector } from '../server/support/bundle-with-detector.ts';
import type { ChangeReport } from '../../review/changes/change-report.ts';
import { type ExampleHistory, exampleCredential, writeExampleHistory } from './example-history.ts';
import { expectedChange, expectedHashes, notOfThisChange } from './expected-change.ts';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'agent-secrets-review-'));
const outputs = {
  json: 'pull-request.json',
  markdown: 'pull-request.md',
  github: 'pull-request.github.txt',
  sarif: 'pull-request.sarif',
  gitlab: 'pull-request.gitlab.json',
  junit: 'pull-request.junit.xml',
} as const;

/** The reports contain the time of the run and the age of the snapshot. */
const fixedClock = `data:text/javascript,${encodeURIComponent(`
  const now = Date.parse('2026-11-23T09:00:00Z');
  globalThis.Date = class extends Date {
    constructor(...given) { super(...(given.length === 0 ? [now] : given)); }
    static now() { return now; }
  };`)}`;
let installed: Installed;
let example: ExampleHistory;
let run: { readonly code: number | null; readonly stdout: string; readonly stderr: string };

beforeAll(async () => {
  installed = await bundleWithDetector('cli');
  example = writeExampleHistory(path.join(scratch, 'agents'));
  const files = Object.entries(outputs).map(
    ([format, file]) => `--format=${format}=${path.join(scratch, file)}`,
  );
  const args = ['check', '--diff', 'main', '--catalog', 'catalog.json', '--format=text', ...files];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', fixedClock, installed.program, ...args],
    {
      cwd: example.root,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: scratch, GIT_CONFIG_NOSYSTEM: '1' },
    },
  );
  run = { code: status, stdout, stderr };
});
afterAll(() => {
  installed[Symbol.dispose]();
  rmSync(scratch, { recursive: true, force: true });
});

const written = (format: keyof typeof outputs): string =>
  readFileSync(path.join(scratch, outputs[format]), 'utf8');

/** The program's output is trusted to have the type that the formats are tested for. */
const change = (): ChangeReport => JSON.parse(written('json')) as ChangeReport;

describe('the pull request of the example repository', () => {
  it('has the same commits on every machine', () => {
    expect({ base: example.base, head: example.head }).toEqual(expectedHashes);
    expect(change().base).toEqual({ name: 'main', commit: expectedHashes.base });
  });

  it('fails, because it adds findings', () => {
    expect(run.stderr).toBe('note: catalog.json is 2 days old.\n');
    expect(run.code).toBe(1);
  });

  it('needs exactly the access that its new reads need', () => {
    expect(change().needs).toEqual(expectedChange.needs);
  });

  it('adds exactly the findings that its author made', () => {
    expect(change().new.map(({ rule, path: file, line }) => [rule, file, line])).toEqual(expectedChange.new);
  });

  it('adds one read with a name that is only known at run time', () => {
    expect(change().dynamic.map(({ agent, path: file, line }) => [agent, file, line])).toEqual(
      expectedChange.dynamic,
    );
  });

  it('silences one finding of its own', () => {
    const found = change().suppressions.map(({ rules, reason, path: file, line, suppressed }) => ({
      rules,
      reason,
      at: [file, line],
      suppressed: suppressed.map((one) => [one.rule, one.path, one.line]),
    }));
    expect(found).toEqual(expectedChange.suppressions);
  });

  it('no longer reads two secrets, of which one may be revoked', () => {
    expect(change().gone).toEqual(expectedChange.gone);
  });

  it('grants a secret in the snapshot', () => {
    expect(change().catalog).toEqual(expectedChange.catalog);
  });

  it('is not blamed for moved and renamed code, or for what main got since, and shows no value', () => {
    for (const text of [
      run.stdout,
      ...Object.keys(outputs).map((format) => written(format as keyof typeof outputs)),
    ]) {
      for (const name of notOfThisChange) expect(text).not.toContain(`"${name}"`);
      expect(text).not.toContain(exampleCredential);
    }
  });

  it('looks as in the golden file as text', async () => {
    await expect(run.stdout).toMatchFileSnapshot('golden/pull-request.txt');
  });

  it.each(['json', 'markdown', 'github', 'sarif', 'gitlab', 'junit'] as const)(
    'looks as in the golden file as %s',
    async (format) => {
      await expect(written(format)).toMatchFileSnapshot(`golden/${outputs[format]}`);
    },
  );
});
