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

const manifest = path.resolve(import.meta.dirname, '../../integrations/pre-commit/.pre-commit-hooks.yaml');
const hook = listOf(load(readFileSync(manifest, 'utf8')))[0];
const scratch = mkdtempSync(path.join(os.tmpdir(), 'agent-secrets-hook-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Installs the hook's packages as pre-commit does for `language: node`, and returns what runs its entry. */
function installedHook(version: string, node: string) {
  const folder = path.join(scratch, version);
  const prefix = path.join(folder, 'node_env');
  mkdirSync(prefix, { recursive: true });
  const env = { PATH: pathWith(node), HOME: folder, npm_config_prefix: prefix, npm_config_offline: 'true' };
  const install = ['install', '--global', '--ignore-scripts', '--no-audit', packedPackage()];
  const installed = spawnSync('npm', install, { cwd: folder, env, encoding: 'utf8' });
  expect(installed.stderr).not.toContain('ERR!');
  const PATH = `${path.join(prefix, 'bin')}${path.delimiter}${env.PATH}`;
  const [program = '', ...args] = textOf(fieldOf(hook, 'entry')).split(' ');
  return (cwd: string, ...more: readonly string[]) => {
    const all = [...args, ...more];
    const { status, stdout, stderr } = spawnSync(program, all, {
      cwd,
      env: { ...env, PATH },
      encoding: 'utf8',
    });
    return { code: status, log: stdout + stderr };
  };
}

describe.each(nodes)('the hook for pre-commit, with Node %s', (version, node) => {
  it('rejects staged mistakes, and only looks at what is staged', () => {
    const root = path.join(scratch, `agents-${version}`);
    writeExampleHistory(root);
    const run = installedHook(version, node);
    const file = path.join(root, 'order-support/functions/gift_card.py');
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
});
