import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../cli/program.ts';
import type { CliHost, VaultModule } from '../../cli/host/cli-host.ts';
import { loadVaultModule } from '../../cli/host/load-vault.ts';
import { fakeVault } from './support/fake-vault.ts';
import { capture } from './support/captured-host.ts';

const commands: readonly (readonly string[])[] = [
  ['serve', '--data', 'd'],
  ['migrate', '--from', 'd', '--to', 'e'],
  ['init', '--data', 'd'],
  ['status', '--data', 'd'],
  ['seal', '--data', 'd'],
  ['backup', '--data', 'd', '--to', 'f'],
  ['restore', '--from', 'f', '--data', 'd'],
  ['rotate-keys', '--data', 'd'],
  ['audit', 'verify', '--data', 'd'],
  ['audit', 'export', '--data', 'd'],
  ['new-admin-key', '--data', 'd'],
];

async function run(args: readonly string[], changes: Partial<CliHost>) {
  const { host, output, notes } = capture(changes);
  const code = await runCommandLine(['vault', ...args], host);
  return { code, output: output(), notes };
}

const refused = (sentence: string) => ({ code: 2, output: '', notes: [`error: ${sentence}`] });

describe.each(commands.map((args) => [args.join(' '), args] as const))('vault %s', (_line, args) => {
  it('does not load the vault on an older Node, where it would crash without a message', async () => {
    const loadVault = () => {
      throw new Error('The vault was loaded');
    };
    expect(await run(args, { nodeMajor: 20, loadVault })).toEqual(
      refused('The vault needs Node 24 or newer; this is Node 20.'),
    );
  });

  it('says that the vault is not installed', async () => {
    const loadVault = () => {
      throw Object.assign(new Error('Cannot find module'), { code: 'MODULE_NOT_FOUND' });
    };
    expect(await run(args, { loadVault })).toEqual(
      refused(
        'The vault is not installed. Install it next to this program: npm install @agent-secrets/vault@0.0.0 (with -g if this program was installed with -g).',
      ),
    );
  });

  it('shows only the name of a failure to load it', async () => {
    const loadVault = () => {
      throw Object.assign(new TypeError('not-a-real-key'), { code: 'ERR_DLOPEN_FAILED' });
    };
    expect(await run(args, { loadVault })).toEqual(
      refused('The vault could not be loaded: TypeError ERR_DLOPEN_FAILED.'),
    );
  });

  it('shows only the name of a failure that has no message for users', async () => {
    const loadVault = () => vaultThatFails(new TypeError('not-a-real-key'));
    expect(await run(args, { loadVault })).toEqual(
      refused('The vault failed: TypeError. Please report this.'),
    );
  });
});

it('vault serve shows only the name of a failure to stop', async () => {
  const close = () => Promise.reject(new TypeError('not-a-real-key'));
  const serve = () => Promise.resolve({ url: 'http://127.0.0.1:8250', sealed: () => undefined, close });
  const loadVault = () => fakeVault({ serve, operator: { sentenceOf: () => undefined } });
  expect(await run(['serve', '--data', 'd'], { loadVault })).toMatchObject({
    code: 2,
    notes: ['error: The vault failed: TypeError. Please report this.'],
  });
});

describe('the vault that the command line loads', () => {
  const vault = fakeVault({});
  const loaderOf = (installed?: unknown) => {
    const loaded: string[] = [];
    const load = (id: string) => {
      loaded.push(id);
      return vault;
    };
    const read = () => {
      if (installed === undefined) throw new Error('Cannot find module');
      return installed;
    };
    return { loader: { load, read }, loaded };
  };

  it('is the bundle next to it in a clone', () => {
    const { loader, loaded } = loaderOf();
    expect(loadVaultModule(loader, '1.2.0')).toBe(vault);
    expect(loaded).toEqual(['./vault.js']);
  });

  it('is the installed package of the same version', () => {
    const { loader, loaded } = loaderOf({ version: '1.2.0' });
    expect(loadVaultModule(loader, '1.2.0')).toBe(vault);
    expect(loaded).toEqual(['@agent-secrets/vault']);
  });

  it('is not loaded in another version, and the message says how to install both', () => {
    const { loader, loaded } = loaderOf({ version: '1.1.0' });
    expect(() => loadVaultModule(loader, '1.2.0')).toThrow(
      'This program has version 1.2.0, but @agent-secrets/vault has version 1.1.0. Install both in the same version: npm install agent-secrets@1.2.0 @agent-secrets/vault@1.2.0',
    );
    expect(loaded).toEqual([]);
  });
});

/** For every request. */
function vaultThatFails(error: Error): VaultModule {
  const fail = async (): Promise<never> => {
    throw error;
  };
  async function* failing(): AsyncGenerator<never> {
    yield await fail();
  }
  return fakeVault({
    serve: fail,
    migrateVault: failing,
    operator: {
      sentenceOf: () => undefined,
      backUp: fail,
      exportAudit: failing,
      initVault: fail,
      newAdminKey: fail,
      restore: fail,
      rotateKeys: fail,
      sealRunning: fail,
      vaultStatus: fail,
      verifyAudit: fail,
    },
  });
}
