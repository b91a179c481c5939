import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { load } from 'js-yaml';
import { afterAll, describe, expect, it } from 'vitest';
import { fieldOf, listOf, textOf } from '../repo/support/parsed.ts';
import { runGit, writeExampleHistory } from './example-history.ts';
import { nodes, pathWith } from './support/nodes.ts';
import { packedPackage } from './support/packed-package.ts';
import { addTarball, tarballSnippet } from './support/snippets.ts';

const manifest = path.resolve(import.meta.dirname, '../../integrations/pre-commit/.pre-commit-hooks.yaml');
const hook = listOf(load(readFileSync(manifest, 'utf8')))[0];
const scratch = mkdtempSync(path.join(os.tmpdir(), 'agent-secrets-hook-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Installs the hook's packages as pre-commit does for `language: node`. Returns what runs programs with them. */
function withPackages(version: string, node: string) {
  const folder = path.join(scratch, version);
  const prefix = path.join(folder, 'node_env');
  mkdirSync(prefix, { recursive: true });
  const env = { PATH: pathWith(node), HOME: folder, npm_config_prefix: prefix, npm_config_offline: 'true' };
  const install = ['install', '--global', '--ignore-scripts', '--no-audit', packedPackage()];
  const installed = spawnSync('npm', install, { cwd: folder, env, encoding: 'utf8' });
  expect(installed.stderr).not.toContain('ERR!');
  const PATH = `${path.join(prefix, 'bin')}${path.delimiter}${env.PATH}`;
  return (cwd: string, program: string, ...args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(program, args, {
      cwd,
      env: { ...env, PATH },
      encoding: 'utf8',
    });
    return { code: status, log: stdout + stderr };
  };
}

const [entry = '', ...entryArguments] = textOf(fieldOf(hook, 'entry')).split(' ');

const parcel = 'order-support/functions/track_parcel.py';
const giftCard = 'order-support/functions/gift_card.py';

describe.each(nodes)('the hook for pre-commit, with Node %s', (version, node) => {
  it('rejects staged mistakes, and only looks at what is staged', () => {
    const root = path.join(scratch, `agents-${version}`);
    writeExampleHistory(root);
    const withHook = withPackages(version, node);
    const run = (cwd: string, ...more: readonly string[]) => withHook(cwd, entry, ...entryArguments, ...more);
    const file = path.join(root, giftCard);
    const correct = readFileSync(file, 'utf8');

    writeFileSync(file, correct.replace('gift_card_key"', 'gift_crad_key"'));
    const unstaged = run(root, '--catalog', 'catalog.json');
    expect(unstaged.log).not.toContain('gift_crad_key');

    runGit(root, ['add', '--all']);
    writeFileSync(file, correct);
    const staged = run(root, '--catalog', 'catalog.json');
    expect(staged.log).toContain('gift_crad_key');
    expect(staged.code).toBe(1);
  });

  it('works as a hook of Git, for whole and partial commits', () => {
    const root = path.join(scratch, `commits-${version}`);
    writeExampleHistory(root);
    const git = withPackages(version, node);
    const script = `#!/bin/sh\nexec ${[entry, ...entryArguments].join(' ')} --catalog catalog.json\n`;
    writeFileSync(path.join(root, '.git/hooks/pre-commit'), script, { mode: 0o755 });
    const commit = (...args: readonly string[]) => {
      const identity = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.com'];
      const { code, log } = git(root, 'git', ...identity, 'commit', '--message=change', ...args);
      const committed = runGit(root, ['show', '--name-only', '--format=', 'HEAD']).trim().split('\n');
      return { code, log, committed };
    };
    const change = (file: string, from: string, to: string): void => {
      const text = readFileSync(path.join(root, file), 'utf8');
      writeFileSync(path.join(root, file), text.replace(from, to));
    };

    change(giftCard, 'gift_card_key"', 'gift_crad_key"');
    const rejected = commit('--all');
    expect(rejected.code).toBe(1);
    expect(rejected.log).toContain('gift_crad_key');
    expect(rejected.committed).not.toEqual([giftCard]);

    // The mistake stays staged, but is not part of this commit.
    runGit(root, ['add', giftCard]);
    change(parcel, '', '# Checked.\n');
    expect(commit(parcel)).toMatchObject({ code: 0, committed: [parcel] });

    // Part of this commit, although nothing is staged.
    runGit(root, ['restore', '--staged', giftCard]);
    const partial = commit(giftCard);
    expect(partial.code).toBe(1);
    expect(partial.log).toContain('gift_crad_key');

    change(giftCard, 'gift_crad_key"', 'gift_card_key"');
    change(giftCard, 'def ', '# Checked.\ndef ');
    expect(commit('--all')).toMatchObject({ code: 0, committed: [giftCard] });
  });

  it('works from the tarball as the page for reviewers shows, until the package is published', () => {
    const root = path.join(scratch, `tarball-${version}`);
    writeExampleHistory(root);
    addTarball(root);
    const [repository] = listOf(fieldOf(tarballSnippet('.pre-commit-config.yaml'), 'repos'));
    const [shown] = listOf(fieldOf(repository, 'hooks'));
    expect(fieldOf(shown, 'types_or')).toEqual(fieldOf(hook, 'types_or'));
    const file = path.join(root, giftCard);
    writeFileSync(file, readFileSync(file, 'utf8').replace('gift_card_key"', 'gift_crad_key"'));
    runGit(root, ['add', '--all']);
    const { code, log } = withPackages(version, node)(root, 'sh', '-c', textOf(fieldOf(shown, 'entry')));
    expect(log).toContain('gift_crad_key');
    expect(code).toBe(1);
  });
});
