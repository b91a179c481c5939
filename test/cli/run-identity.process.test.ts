import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agentId, type RuntimeVault, startRuntimeVault } from '../runtime/support/runtime-vault.ts';
import { bundle } from '../server/support/bundle.ts';
import { TemporaryWorkspace } from '../server/support/workspace.ts';
import { startWorkloadIssuer, type WorkloadIssuer, workloadAudience } from '../support/workload-issuer.ts';
import { follow } from './support/followed-program.ts';

const subject = 'system:serviceaccount:shop:booking';
const canary = 'not-a-real-canary-of-an-identity';

describe('agent-secrets with a workload identity and no key', () => {
  const workspace = new TemporaryWorkspace('');
  let cli: string;
  let issuer: WorkloadIssuer;
  let vault: RuntimeVault;
  let identity: string;

  beforeAll(async () => {
    cli = await bundle('cli');
    await bundle('call');
    issuer = await startWorkloadIssuer(subject);
    const settings = { audience: workloadAudience, issuers: [{ issuer: issuer.url }] };
    writeFileSync(workspace.path('issuers.json'), JSON.stringify(settings));
    vault = await startRuntimeVault({ workloadIssuers: workspace.path('issuers.json') });
    await vault.addSecret('stripe', canary);
    await vault.revokeAll();
    identity = await vault.addIdentity({ issuer: issuer.url, claims: [{ claim: 'sub', equals: subject }] });
    writeFileSync(workspace.path('token'), await issuer.token());
    mkdirSync(workspace.path('other'));
    writeFileSync(
      workspace.path('other/project.yaml'),
      'project_id: OTHER\naccount_id: a\nregion: eu\nproject_name: Other\n',
    );
  });
  afterAll(async () => {
    await vault.stop();
    await issuer.close();
    workspace[Symbol.dispose]();
  });

  const run = (args: readonly string[], changes: Record<string, string> = {}, cwd = '.') => {
    const environment = {
      PATH: process.env['PATH'] ?? '',
      HOME: workspace.root,
      AGENT_SECRETS_VAULT_URL: vault.url,
      AGENT_SECRETS_IDENTITY: identity,
      AGENT_SECRETS_IDENTITY_TOKEN_FILE: workspace.path('token'),
      ...changes,
    };
    const child = spawn(process.execPath, [cli, ...args], { cwd: workspace.path(cwd), env: environment });
    return follow(child).ended;
  };
  const program = `const { AGENT_SECRETS_AGENT: agent, STRIPE: value, AGENT_SECRETS_AGENT_TOKEN: token } = process.env;
    console.log(agent, value?.length, token?.startsWith('ags_agent_'))`;

  it('runs a program as its agent, and revokes the token at the end', async () => {
    const args = ['run', '--env', 'STRIPE=stripe', '--', process.execPath, '-e', program];
    const { code, stdout, stderr } = await run(args);
    expect([code, stdout.trim(), stderr]).toEqual([0, `${agentId} ${String(canary.length)} true`, '']);
    expect(await vault.revokeAll()).toBe(0);
  });

  it('calls a function as its agent', async () => {
    mkdirSync(workspace.path('mine'));
    const project = `project_id: ${agentId}\naccount_id: a\nregion: eu\nproject_name: Mine\n`;
    writeFileSync(workspace.path('mine/project.yaml'), project);
    const code = `export const total = async (conv) => (await conv.utils.getSecret('stripe')).length;`;
    writeFileSync(workspace.path('mine/total.mjs'), code);
    const ended = await run(['call', 'total.mjs'], {}, 'mine');
    expect([ended.code, ended.stdout.trim()], ended.stderr).toEqual([0, String(canary.length)]);
    expect(await vault.revokeAll()).toBe(0);
  });

  it.each([
    ['another agent is named', ['run', '--agent', 'OTHER'], {}, '.', 'not for OTHER'],
    ['the folder is of another agent', ['run'], {}, 'other', 'not for OTHER'],
    ['a secret is not there', ['run', '--env', 'X=none'], {}, '.', 'does not exist'],
    [
      'the identity is unknown',
      ['run'],
      { AGENT_SECRETS_IDENTITY: 'wid_none' },
      '.',
      'AGENT_SECRETS_IDENTITY',
    ],
    [
      'there is no token',
      ['run'],
      { AGENT_SECRETS_IDENTITY_TOKEN_FILE: '' },
      '.',
      'AGENT_SECRETS_IDENTITY_TOKEN_FILE',
    ],
    ['a key is given, too', ['run', '--agent', agentId], { AGENT_SECRETS_KEY: 'ags_admin_none' }, '.', 'key'],
  ])('starts nothing when %s', async (_what, args, changes, cwd, sentence) => {
    const { code, stdout, stderr } = await run([...args, '--', 'echo', 'started'], changes, cwd);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/eyJ|ags_agent_/);
    expect(await vault.revokeAll()).toBe(0);
  });
});
