import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issuer } from '../../vault/sign-in/support/fake-provider.ts';
import { openTestVault, type TestVault } from '../../vault/support/test-vault.ts';
import { trustedIssuers } from '../../vault/workloads/support/workload-vault.ts';
import { shellOf } from '../support/admin-shell.ts';

let test: TestVault;
let shell: ReturnType<typeof shellOf>;
beforeAll(async () => {
  test = await openTestVault({ workloadIssuers: trustedIssuers });
  await test.addAgents('A', 'B');
  shell = shellOf(test);
});
afterAll(() => test.close());

const add = (...rest: readonly string[]) =>
  shell.run(['identities', 'add', 'Nightly build', '--agent', 'A', '--issuer', issuer, ...rest]);

describe('an identity of a workload', () => {
  it('is added with what its tokens must say, listed, and removed', async () => {
    const claims = ['sub=repo:octo/one:environment:live', '["kubernetes.io","namespace"]=a=b'];
    const added = await add('--claim', ...claims, '--claim-prefix', 'ref=refs/heads/', '--minutes', '30');
    const [, id = ''] = /AGENT_SECRETS_IDENTITY=(\S+) /.exec(added.output) ?? [];
    const { output } = await shell.run(['identities', 'list', '--agent', 'A', '--json']);
    expect(JSON.parse(output)).toMatchObject({
      identities: [
        {
          id,
          tokenMinutes: 30,
          claims: [
            { claim: 'sub', equals: 'repo:octo/one:environment:live' },
            { claim: ['kubernetes.io', 'namespace'], equals: 'a=b' },
            { claim: 'ref', startsWith: 'refs/heads/' },
          ],
        },
      ],
    });
    const shown = (await shell.run(['identities', 'list'])).output;
    expect(shown).toContain('kubernetes.io > namespace=a=b');
    expect(shown).toContain('ref=refs/heads/…');
    expect((await shell.run(['identities', 'list', '--agent', 'B'])).output).toContain('No identities found');
    expect(await shell.run(['identities', 'remove', id])).toMatchObject({ code: 2 });
    const removed = await shell.run(['identities', 'remove', id, '--yes']);
    expect(removed.output).toBe(`Removed the identity ${id} and revoked its tokens.\n`);
    expect((await shell.run(['identities', 'list'])).output).toContain('No identities found');
  });

  it.each([
    ['without a claim', [], 'Identify the workload'],
    ['with a claim without a value', ['--claim', 'sub'], 'Write a claim as NAME=VALUE'],
    ['with names that are no list', ['--claim', '[sub]=x'], 'Write a claim as NAME=VALUE'],
    ['with tokens of a day', ['--claim', 'sub=x', '--minutes', '1440'], 'minutes from 5 to 60'],
    ['that anyone could match', ['--claim', 'ref=refs/heads/main'], 'Any workload of the issuer could match'],
    ['with a prefix alone', ['--claim-prefix', 'sub=repo:octo/'], 'Any workload of the issuer could match'],
  ])('%s is rejected, with the reason', async (_what, options, reason) => {
    const { code, notes } = await add(...options);
    expect(code).toBe(2);
    expect(notes).toContain(reason);
  });

  it('of an issuer that the operator does not trust is rejected, and says who can change that', async () => {
    const args = [
      'identities',
      'add',
      'x',
      '--agent',
      'A',
      '--issuer',
      'https://evil.example',
      '--claim',
      'sub=x',
    ];
    expect((await shell.run(args)).notes).toContain('--workload-issuers');
  });
});
