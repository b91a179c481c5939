import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChangesResult } from '../../contracts/changes.ts';
import { lspMessages } from '../../contracts/lsp-messages.ts';
import { branchesOf, findBase } from '../../server/changes/find-base.ts';
import { reviewInChild } from '../../server/changes/review-in-child.ts';
import { toBranchChanges } from '../../server/changes/to-changes.ts';
import { bundle } from './support/bundle.ts';
import { Editor } from './support/editor.ts';
import { TemporaryWorkspace } from './support/workspace.ts';

const fixture = `
//- booking/project.yaml
project_id: booking
project_name: Booking
//- booking/functions/pay.py
def pay(conv):
    return conv.utils.get_secret("stripe_api_key")
`;

let workspace: TemporaryWorkspace;
let folder: string;
beforeEach(() => {
  workspace = new TemporaryWorkspace(fixture);
  folder = new URL(workspace.uri('')).pathname;
});
afterEach(() => workspace[Symbol.dispose]());

function git(...args: readonly string[]): string {
  const identity = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.com'];
  return execFileSync('git', [...identity, ...args], { cwd: folder, encoding: 'utf8' }).trim();
}

function commitAll(branch: string): string {
  git('init', '--quiet', `--initial-branch=${branch}`);
  git('add', '--all');
  git('commit', '--quiet', '--message=base');
  return git('rev-parse', 'HEAD');
}

describe('the base of the changes', () => {
  it.each(['main', 'master'])('is the branch %s without a remote', async (branch) => {
    const commit = commitAll(branch);
    git('checkout', '--quiet', '-b', 'feature');
    expect(await findBase(folder, '')).toMatchObject({ name: branch, commit });
    expect(await branchesOf(folder)).toEqual(expect.arrayContaining(['feature', branch]));
  });

  it('is the default branch of the remote, even if there is a branch named main', async () => {
    const commit = commitAll('main');
    git('update-ref', 'refs/remotes/origin/develop', commit);
    git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/develop');
    expect(await findBase(folder, '')).toMatchObject({ name: 'origin/develop', commit });
  });

  it('is what the setting names', async () => {
    const commit = commitAll('main');
    git('tag', 'v1');
    expect(await findBase(folder, 'v1')).toMatchObject({ name: 'v1', commit });
  });

  it('is unknown outside a repository', async () => {
    expect(await findBase(folder, '')).toBeUndefined();
    expect(await branchesOf(folder)).toEqual([]);
  });

  it('is unknown if the branch does not exist', async () => {
    commitAll('main');
    expect(await findBase(folder, 'nowhere')).toBeUndefined();
  });

  it('of a workspace is never an option of Git', async () => {
    commitAll('main');
    const written = path.join(folder, 'written');
    expect(await findBase(folder, `--output=${written}`)).toBeUndefined();
    expect(existsSync(written)).toBe(false);
  });
});

describe('the changes for the editor', () => {
  it('lead to places in the folder', () => {
    const report = {
      base: { name: 'main', commit: 'c0ffee' },
      agents: { a: 'Agent' },
      needs: [{ agent: 'a', secret: 'k', access: 'missing' as const, path: 'functions/a b.py', line: 3 }],
      new: [],
      dynamic: [],
      suppressions: [],
      gone: [{ agent: 'a', secret: 'old', path: 'b.py', line: 9, mayRevoke: true }],
      catalog: [],
      failed: [],
    };
    const { agentNames, needs, gone } = toBranchChanges(report, '/work', '/work/.git');
    expect(agentNames).toEqual({ a: 'Agent' });
    expect(needs[0]).toMatchObject({
      agentId: 'a',
      name: 'k',
      label: 'functions/a b.py:3',
      place: { uri: 'file:///work/functions/a%20b.py', range: { start: { line: 2, character: 0 } } },
    });
    expect(gone[0]).toEqual({ agentId: 'a', name: 'old', label: 'b.py:9', mayRevoke: true });
  });
});

describe('a review in its own process', () => {
  const request = { base: '', catalogs: {} };

  it('answers, and a newer request supersedes it', async () => {
    const commit = commitAll('main');
    const review = reviewInChild(await bundle('changes'));
    const [first, second] = await Promise.all([
      review({ folder, ...request }),
      review({ folder, ...request }),
    ]);
    expect(first).toEqual({ state: 'superseded' });
    expect(second).toMatchObject({ state: 'compared', changes: { base: { name: 'main', commit } } });
  });

  it('fails without a trace if the program is missing', async () => {
    const review = reviewInChild(path.join(folder, 'nothing.js'));
    expect(await review({ folder, ...request })).toEqual({ state: 'failed', message: '' });
  });

  it('says which files of the branch it could not check', async () => {
    commitAll('main');
    git('checkout', '--quiet', '-b', 'feature');
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n';
    writeFileSync(path.join(folder, 'booking/functions/stored.py'), pointer);
    writeFileSync(
      path.join(folder, 'booking/functions/huge.py'),
      `get_secret("a")\n${'# filler\n'.repeat(700_000)}`,
    );
    const answer: ChangesResult = await reviewInChild(await bundle('changes'))({ folder, ...request });
    const found = answer.state === 'compared' ? answer.changes.notChecked : [];
    expect(found.map(({ label }) => label).toSorted()).toEqual([
      'booking/functions/huge.py',
      'booking/functions/stored.py',
    ]);
  });

  it('lists what the branch changes in a committed catalog, also if a vault has the names', async () => {
    const snapshot = (access: 'granted' | 'missing') =>
      JSON.stringify({
        version: 1,
        asOf: '2026-01-01T00:00:00.000Z',
        agents: [
          {
            agentId: 'booking',
            agentName: 'Booking',
            complete: true,
            secrets: [
              {
                name: 'stripe_api_key',
                kind: 'single',
                fields: [],
                description: '',
                access,
                updatedAt: '2026-01-01T00:00:00.000Z',
              },
            ],
          },
        ],
      });
    writeFileSync(path.join(folder, 'names.json'), snapshot('missing'));
    writeFileSync(path.join(folder, 'other.json'), '{}');
    commitAll('main');
    git('checkout', '--quiet', '-b', 'feature');
    writeFileSync(path.join(folder, 'names.json'), snapshot('granted'));
    writeFileSync(path.join(folder, 'other.json'), '{"version": 1}');
    const answer: ChangesResult = await reviewInChild(await bundle('changes'))({ folder, ...request });
    expect(answer).toMatchObject({
      state: 'compared',
      changes: { catalog: [{ agentId: 'booking', name: 'stripe_api_key', change: 'granted' }] },
    });
  });

  it('finds what the branch needs, leaks and silences, also in files that are not committed', async () => {
    commitAll('main');
    git('checkout', '--quiet', '-b', 'feature');
    writeFileSync(
      path.join(folder, 'booking/functions/refund.py'),
      `def refund(conv):
    key = conv.utils.get_secret("refund_key")
    conv.log.info(f"key {key}")
    # agent-secrets: ignore[secret-in-log] only today
    conv.log.info(key)
`,
    );
    const review = reviewInChild(await bundle('changes'));
    const catalog = { agentId: 'booking', agentName: 'Booking', complete: true, secrets: [] };
    const known = { mayGrant: false, mayCreate: false, catalog };
    const result = await review({ folder, base: '', catalogs: { booking: known } });
    if (result.state !== 'compared') throw new Error(`The state is ${result.state}.`);
    const { needs, findings, suppressions } = result.changes;
    expect(needs).toMatchObject([
      { name: 'refund_key', access: 'nonexistent', label: 'booking/functions/refund.py:2' },
    ]);
    expect(findings.map(({ rule, label }) => [rule, label])).toEqual([
      ['secret-not-found', 'booking/functions/refund.py:2'],
      ['secret-in-log', 'booking/functions/refund.py:3'],
    ]);
    expect(suppressions).toMatchObject([{ rules: ['secret-in-log'], reason: 'only today' }]);
    expect(suppressions[0]?.suppressed).toHaveLength(1);
  });

  it('is requested by the editor', async () => {
    const commit = commitAll('main');
    await bundle('changes');
    await using editor = await Editor.start({ workspace, server: await bundle('server') });
    const params = { folderUri: workspace.uri(''), base: '' };
    const result = await editor.connection.sendRequest<ChangesResult>(lspMessages.changes, params);
    expect(result).toMatchObject({ state: 'compared', changes: { base: { name: 'main', commit } } });
  });
});
