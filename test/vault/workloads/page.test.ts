import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkloadIssuers } from '../../../vault/sign-in/workload-issuers.ts';
import { checkWorkloadFile } from '../../../vault/sign-in/workload-settings.ts';
import { shellOf } from '../../cli/support/admin-shell.ts';
import { openTestVault, type TestVault } from '../support/test-vault.ts';

const page = readFileSync(path.join(import.meta.dirname, '../../../docs/agents-without-keys.md'), 'utf8');
const [, json = ''] = /```json\n([^]*?)```/.exec(page) ?? [];
const commands = [...page.matchAll(/^agent-secrets (identities add .*)$/gm)].map(
  ([, command = '']) => command,
);
const issuers = checkWorkloadFile(JSON.parse(json));

describe('the page on agents without static keys', () => {
  let test: TestVault;
  beforeAll(async () => {
    const none = () => Promise.reject(new Error('asked'));
    test = await openTestVault({
      workloadIssuers: (now) => createWorkloadIssuers(issuers, { fetch: none, now, readKeysFile: none }),
    });
    await test.addAgents('BOOKING');
  });
  afterAll(() => test.close());

  it('has a command for each of its issuers', () => {
    const used = commands.map((command) => / --issuer (\S+)/.exec(command)?.[1]);
    expect(new Set(used)).toEqual(new Set(issuers.map(({ issuer }) => issuer)));
  });

  it.each(commands)('has a command that works: %s', async (command) => {
    const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
    const { code, notes } = await shellOf(test).run(words);
    expect([code, notes]).toEqual([0, '']);
  });
});
