import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../server/support/bundle.ts';
import { catalogOf, snapshotOf } from '../server/support/catalog.ts';

const standardLibrary = pythonStandardLibrary();

/** Thousands of files written by others, as if they were the functions of one agent. */
describe.runIf(standardLibrary)('over the machine’s own Python standard library', () => {
  let cli: string;
  let root: string;

  beforeAll(async () => {
    cli = await bundle('cli');
    root = mkdtempSync(path.join(os.tmpdir(), 'agent-secrets-stdlib-'));
    cpSync(standardLibrary ?? '', path.join(root, 'functions'), {
      recursive: true,
      dereference: true,
      filter: (file) =>
        !/[/\\](site-packages|dist-packages|__pycache__)$/.test(file) && !/\.(so|a|o)$/.test(file),
    });
    writeFileSync(path.join(root, 'project.yaml'), 'project_id: foreign\nproject_name: Foreign\n');
    writeFileSync(path.join(root, 'catalog.json'), JSON.stringify(snapshotOf(catalogOf('foreign'))));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('check finds nothing, and does not fail', async () => {
    const { stdout } = await run('check', '--catalog', 'catalog.json');
    expect(stdout).toMatch(/^Passed: no findings in \d{3,} files\.\n$/);
  });

  it('references finds none outside the environment', async () => {
    const { stdout } = await run('references', '--format', 'json');
    expect(stdout).toContain('"dialect": "environment"');
    expect(stdout).not.toContain('"dialect": "agent"');
  });

  function run(...args: readonly string[]): Promise<{ stdout: string }> {
    return promisify(execFile)(process.execPath, [cli, ...args], { cwd: root, maxBuffer: 2 ** 28 });
  }
});

function pythonStandardLibrary(): string | undefined {
  try {
    const program = 'import os; print(os.path.dirname(os.__file__))';
    return execFileSync('python3', ['-c', program], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}
