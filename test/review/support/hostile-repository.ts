import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ReportedChange } from '../../../cli/reporters/report.ts';
import { TemporaryWorkspace } from '../../server/support/workspace.ts';

/** A line that reads a granted secret and leaks it. */
export const leak = (name = 'pay_key'): string =>
  `def f(conv):\n    key = conv.utils.get_secret("${name}")\n    print(key)\n    return None\n`;

export const reading = (name: string): string =>
  `def f(conv):\n    key = conv.utils.get_secret("${name}")\n    return None\n`;

/** Assembled here, so that a search of the repository finds no credential. */
export const credential = ['glpat', 'zK4vT9wQ2mXr7LbNc5Jd'].join('-');

export interface Checked {
  readonly code: number | null;
  readonly report: ReportedChange;
  readonly stdout: string;
  readonly stderr: string;
}

/** The parts of an attack that a report shows, each as one word or path. */
export interface Seen {
  readonly code: number | null;
  readonly found: readonly string[];
  readonly unread: readonly string[];
  readonly suppressed: readonly string[];
  readonly catalog: readonly string[];
}

const secret = (name: string, access: 'granted' | 'missing') => ({
  name,
  kind: 'single',
  fields: [],
  description: '',
  access,
  updatedAt: '2026-01-01T00:00:00.000Z',
});

/** A catalog snapshot in which the agents `A` and `B` can read `pay_key`, and only `B` can read `crm_key`. */
export function catalogFile(change: (text: string) => string = (text) => text): string {
  const agents = ['A', 'B'].map((id) => ({
    agentId: id,
    agentName: id,
    complete: true,
    secrets: [secret('crm_key', id === 'B' ? 'granted' : 'missing'), secret('pay_key', 'granted')],
  }));
  return change(`${JSON.stringify({ version: 1, asOf: '2026-11-20T09:00:00.000Z', agents }, null, 2)}\n`);
}

/** A repository whose `main` has two agents, and whose branch `feature`, which is checked out, is an attack. */
export class HostileRepository implements Disposable {
  readonly #workspace = new TemporaryWorkspace('');
  readonly #program: string;

  constructor(program: string) {
    this.#program = program;
    for (const id of ['a', 'b']) {
      this.write(`${id}/project.yaml`, `project_id: ${id.toUpperCase()}\nproject_name: ${id}\n`);
      this.write(`${id}/functions/pay.py`, reading('pay_key'));
    }
    this.write('catalog.json', catalogFile());
    this.git('init', '--quiet', '--initial-branch=main');
    this.commit();
    this.git('checkout', '--quiet', '-b', 'feature');
  }

  get root(): string {
    return this.#workspace.root;
  }

  path(file: string): string {
    return this.#workspace.path(file);
  }

  write(file: string, text: string | Uint8Array): void {
    mkdirSync(path.dirname(this.path(file)), { recursive: true });
    writeFileSync(this.path(file), text);
  }

  link(file: string, target: string): void {
    mkdirSync(path.dirname(this.path(file)), { recursive: true });
    symlinkSync(target, this.path(file));
  }

  remove(file: string): void {
    this.#workspace.remove(file);
  }

  /** Commits the present state, and makes it the state of `main`. */
  isBase(): void {
    this.commit();
    this.git('branch', '--force', 'main');
  }

  commit(): void {
    this.git('add', '--all', '--force');
    this.git('commit', '--quiet', '--allow-empty', '--message=change');
  }

  git(...args: readonly string[]): string {
    const identity = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.com'];
    const options = [...identity, '-c', 'protocol.file.allow=always', '-c', 'core.fsync=none'];
    return execFileSync('git', [...options, ...args], {
      cwd: this.root,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: this.root, GIT_CONFIG_NOSYSTEM: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  }

  read(file: string): string {
    return readFileSync(this.path(file), 'utf8');
  }

  check(range: string, ...more: readonly string[]): Checked {
    const { code, stdout, stderr } = this.print(range, 'json', ...more);
    const report = (stdout === '' ? nothing : JSON.parse(stdout)) as ReportedChange;
    return { code, report, stdout, stderr };
  }

  print(range: string, format: string, ...more: readonly string[]): Omit<Checked, 'report'> {
    const args = ['check', '--diff', range, '--catalog', 'catalog.json', '--format', format, ...more];
    const { status, stdout, stderr } = spawnSync(process.execPath, [this.#program, ...args], {
      cwd: this.root,
      encoding: 'utf8',
      maxBuffer: 100_000_000,
      env: { PATH: process.env['PATH'], HOME: this.root, GIT_CONFIG_NOSYSTEM: '1' },
    });
    return { code: status, stdout, stderr };
  }

  /** Checks the commit in the working tree, and from a clone of `main` that has nothing of it on disk. */
  seen(...more: readonly string[]): { readonly onDisk: Seen; readonly asCommit: Seen } {
    this.commit();
    const onDisk = summaryOf(this.check('main', ...more));
    this.git('checkout', '--quiet', '--force', 'main');
    return { onDisk, asCommit: summaryOf(this.check('main..feature', ...more)) };
  }

  [Symbol.dispose](): void {
    this.#workspace[Symbol.dispose]();
  }
}

const nothing = { new: [], suppressions: [], failed: [], catalog: [] };

function summaryOf({ code, report }: Checked): Seen {
  return {
    code,
    found: report.new.map(({ rule, path: file }) => `${rule} ${file}`).toSorted(),
    catalog: report.catalog.map(({ secret: name, change }) => `${name} ${change}`),
    unread: (report.failed ?? []).map(({ path: file }) => file),
    suppressed: [
      ...new Set(
        report.suppressions.flatMap(({ path: file, suppressed }) =>
          suppressed.map(({ rule }) => `${rule} by ${file}`),
        ),
      ),
    ].toSorted(),
  };
}
