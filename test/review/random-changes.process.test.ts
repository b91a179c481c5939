import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ChangeReport } from '../../review/changes/change-report.ts';
import type { ReportedFinding } from '../../review/index.ts';
import { bundle } from '../server/support/bundle.ts';
import { TemporaryWorkspace } from '../server/support/workspace.ts';

/** One function of an agent. Each part affects findings in this file or, for helpers, in others. */
interface Code {
  readonly secret: 'pay_key' | 'crm_key' | 'no_such_key';
  readonly use: 'nothing' | 'print(key)' | 'show(key)' | 'conv.log.info(f"{key}")';
  /** Lines before the function, which move everything. */
  readonly lines: number;
}

interface State {
  readonly files: Readonly<Record<string, Code>>;
  readonly isLoud: boolean;
  readonly isQuiet: boolean;
}

const code = fc.record<Code>({
  secret: fc.constantFrom('pay_key', 'crm_key', 'no_such_key'),
  use: fc.constantFrom('nothing', 'print(key)', 'show(key)', 'conv.log.info(f"{key}")'),
  lines: fc.nat({ max: 3 }),
});
const state = fc.record<State>({
  files: fc.dictionary(fc.constantFrom('one', 'two', 'three', 'four'), code),
  isLoud: fc.boolean(),
  isQuiet: fc.boolean(),
});

const agents = ['A', 'B'];
let cli: string;
beforeAll(async () => {
  cli = await bundle('cli');
});

describe('a random change', () => {
  it('adds exactly the findings that whole checks of both states differ in', () => {
    fc.assert(
      fc.property(state, state, (before, after) => {
        using workspace = new TemporaryWorkspace('');
        write(workspace, before);
        const git = (...args: readonly string[]): unknown =>
          execFileSync('git', ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.com', ...args], {
            cwd: workspace.root,
          });
        git('init', '--quiet', '--initial-branch=main');
        git('add', '--all');
        git('commit', '--quiet', '--message=base');
        const then = findingsOf(workspace);
        write(workspace, after);
        const now = findingsOf(workspace);
        const report = JSON.parse(run(workspace, '--diff', 'main')) as ChangeReport;
        expect(report.new.map(keyOf).toSorted()).toEqual(difference(now, then));
      }),
      { numRuns: 8 },
    );
  }, 120_000);
});

function write(workspace: TemporaryWorkspace, { files, isLoud, isQuiet }: State): void {
  const at = (file: string): string => workspace.path(file);
  rmSync(at('code'), { recursive: true, force: true });
  const secrets = ['pay_key', 'crm_key'].map((name) => ({
    name,
    kind: 'single',
    fields: [],
    description: '',
    access: name === 'pay_key' ? 'granted' : 'missing',
    updatedAt: '2026-01-01T00:00:00.000Z',
  }));
  const catalogs = agents.map((id) => ({ agentId: id, agentName: id, complete: true, secrets }));
  const texts: Record<string, string> = {
    'catalog.json': JSON.stringify({ version: 1, asOf: '2026-11-01T00:00:00.000Z', agents: catalogs }),
    'code/.agent-secrets.json': JSON.stringify(isQuiet ? { rules: { 'secret-access-missing': 'off' } } : {}),
  };
  for (const id of agents) {
    texts[`code/${id}/project.yaml`] = `project_id: ${id}\nproject_name: ${id}\n`;
    texts[`code/${id}/functions/helper.py`] =
      `def show(text):\n    ${isLoud ? 'print(text)' : 'return None'}\n`;
    for (const [name, one] of Object.entries(files))
      texts[`code/${id}/functions/${name}.py`] = textOf(name, one);
  }
  for (const [file, text] of Object.entries(texts)) {
    mkdirSync(path.dirname(at(file)), { recursive: true });
    writeFileSync(at(file), text);
  }
}

/** The name of the function is on each line, so that no line of one file is like a line of another. */
function textOf(name: string, { secret, use, lines }: Code): string {
  const body = use === 'nothing' ? 'return None' : use;
  return `from functions.helper import show\n${'\n'.repeat(lines)}
def ${name}(conv):
    key = conv.utils.get_secret("${secret}")  # ${name}
    ${body}  # ${name}
`;
}

function run({ root }: TemporaryWorkspace, ...args: readonly string[]): string {
  const command = [cli, 'check', ...args, '--catalog', 'catalog.json', '--format', 'json'];
  const { stdout, stderr, status } = spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8' });
  if (status === 2) throw new Error(stderr);
  return stdout;
}

function findingsOf(workspace: TemporaryWorkspace): readonly string[] {
  const { findings } = JSON.parse(run(workspace)) as { findings: readonly ReportedFinding[] };
  return findings.map(keyOf);
}

function keyOf({ rule, agentId, names, path: file }: ReportedFinding): string {
  return JSON.stringify([rule, agentId, names, file]);
}

/** The items that occur more often in the first list than in the second, sorted. */
function difference(these: readonly string[], those: readonly string[]): readonly string[] {
  const left = [...those];
  return these
    .filter((one) => {
      const at = left.indexOf(one);
      if (at >= 0) left.splice(at, 1);
      return at < 0;
    })
    .toSorted();
}
