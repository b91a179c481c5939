import { describe, expect, it, vi } from 'vitest';
import { runCommandLine } from '../../cli/program.ts';
import type { RunningVault, ServeOptions } from '../../vault/main.ts';
import { fakeVault } from './support/fake-vault.ts';
import { capture } from './support/captured-host.ts';

const key = 'not-a-real-key-0001';

describe('a command line that cannot run', () => {
  it.each([
    ['names no command', [], 'Usage: agent-secrets'],
    ['names an unknown command', ['chek'], 'unknown command'],
    ['has an unknown option', ['check', '--frmt'], 'unknown option'],
    ['asks for an unknown format', ['check', '--format', 'xml'], 'Allowed choices are json, text'],
    ['names no vault and no catalog', ['check'], 'No vault is configured'],
    ['names no vault, which is easy to fix', ['whoami'], '`agent-secrets login --vault URL`'],
    ['names no vault where a snapshot does as well', ['check'], '--catalog FILE'],
    ['names an invalid address', ['check', '--vault', 'foo'], 'Correct --vault, or AGENT_SECRETS_VAULT_URL.'],
    ['names a vault and a catalog', ['check', '--vault', 'http://127.0.0.1:1', '--catalog', 'c'], 'not both'],
    ['has no key', ['check', '--vault', 'http://127.0.0.1:1'], 'No key found for the vault'],
    ['has no data folder', ['vault', 'serve'], '--data'],
    ['has no possible port', ['vault', 'serve', '--data', 'd', '--port', '70000'], 'from 0 to 65535'],
  ])('says why when it %s, and exits with 2', async (_, args, sentence) => {
    const env = args.includes('foo') ? { AGENT_SECRETS_KEY: key } : {};
    const { host, notes, output } = capture({ env });
    expect(await runCommandLine(args, host)).toBe(2);
    expect(notes.join('\n')).toContain(sentence);
    expect(output()).toBe('');
  });

  it('never takes the key as an argument', async () => {
    const { host, notes } = capture();
    expect(await runCommandLine(['check', '--key', key], host)).toBe(2);
    expect(notes.join('\n')).toContain('unknown option');
    expect(notes.join('\n')).not.toContain(key);
  });

  it('explains in one sentence what a vault that does not answer means', async () => {
    const env = { AGENT_SECRETS_KEY: key, AGENT_SECRETS_VAULT_URL: 'http://127.0.0.1:8250' };
    const { host, notes } = capture({ env });
    expect(await runCommandLine(['check'], host)).toBe(2);
    expect(notes).toEqual([expect.stringMatching(/^error: Cannot .*127\.0\.0\.1:8250.*\.$/)]);
    expect(notes.join()).not.toContain(key);
  });

  it('shows no stack trace for a bug in the program itself', async () => {
    const host = {
      ...capture().host,
      untilStopped: () => Promise.reject(new TypeError('x is not a function')),
      loadVault: () =>
        fakeVault({
          serve: () => Promise.resolve({ url: '', sealed: () => undefined, close: () => Promise.resolve() }),
        }),
      note: vi.fn<(sentence: string) => void>(),
    };
    expect(await runCommandLine(['vault', 'serve', '--data', 'd'], host)).toBe(2);
    expect(host.note).toHaveBeenCalledExactlyOnceWith(expect.not.stringContaining('    at '));
  });
});

describe('help', () => {
  it('is not an error', async () => {
    const { host, output } = capture();
    expect(await runCommandLine(['check', '--help'], host)).toBe(0);
    expect(output()).toContain('--catalog <file>');
    expect(output()).toMatch(/--vault <url>[^]*the\s+one\s+that\s+you\s+are\s+logged\s+in\s+to/);
    expect(output()).toMatch(/--key-file <file>[^]*the\s+key\s+that\s+`login`\s+has\s+stored/);
  });
});

describe('vault serve', () => {
  it('runs a vault on loopback until it is stopped, and closes it', async () => {
    const close = vi.fn<() => Promise<void>>(() => Promise.resolve());
    const serve = vi.fn<(options: ServeOptions) => Promise<RunningVault>>(() =>
      Promise.resolve({ url: 'http://127.0.0.1:8250', sealed: () => undefined, close }),
    );
    const { host, output } = capture({ loadVault: () => fakeVault({ serve }) });
    expect(await runCommandLine(['vault', 'serve', '--data', 'data', '--port', '0'], host)).toBe(0);
    expect(serve).toHaveBeenCalledExactlyOnceWith({
      dataDir: '/work/data',
      host: '127.0.0.1',
      port: 0,
      handleSignals: false,
    });
    expect(output()).toContain('Vault: http://127.0.0.1:8250\n');
    expect(close).toHaveBeenCalledOnce();
  });

  it('takes options for trusted proxies, access to metrics, and the place of checkpoints', async () => {
    const serve = vi.fn<(options: ServeOptions) => Promise<RunningVault>>(() =>
      Promise.resolve({ url: '', sealed: () => undefined, close: () => Promise.resolve() }),
    );
    const { host } = capture({ loadVault: () => fakeVault({ serve }) });
    const networks = ['--proxy', '10.0.0.0/8', '--metrics-from', '10.1.0.0/16', '127.0.0.1'];
    const args = ['vault', 'serve', '--data', 'd', ...networks, '--checkpoints', 'kept.jsonl'];
    expect(await runCommandLine(args, host)).toBe(0);
    expect(serve.mock.calls[0]?.[0]).toMatchObject({
      proxies: ['10.0.0.0/8'],
      metricsFrom: ['10.1.0.0/16', '127.0.0.1'],
      checkpoints: '/work/kept.jsonl',
    });
  });

  it('takes an option for the origins of editor pages', async () => {
    const serve = vi.fn<(options: ServeOptions) => Promise<RunningVault>>(() =>
      Promise.resolve({ url: '', sealed: () => undefined, close: () => Promise.resolve() }),
    );
    const { host } = capture({ loadVault: () => fakeVault({ serve }) });
    const args = ['vault', 'serve', '--data', 'd', '--cors-origin', 'https://editor.example'];
    expect(await runCommandLine(args, host)).toBe(0);
    expect(serve.mock.calls[0]?.[0]).toMatchObject({ origins: ['https://editor.example'] });
  });

  it('passes on the vault’s own message when it cannot start', async () => {
    const taken = Object.assign(new Error('Port 8251 is in use.'), { name: 'OperatorError' });
    const { host, notes } = capture({ loadVault: () => fakeVault({ serve: () => Promise.reject(taken) }) });
    expect(await runCommandLine(['vault', 'serve', '--data', 'd', '--port', '8251'], host)).toBe(2);
    expect(notes).toEqual(['error: Port 8251 is in use.']);
  });
});
