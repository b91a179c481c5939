import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { nodes } from '../../reviewers/support/nodes.ts';
import { unpackedPackage } from '../../reviewers/support/packed-package.ts';
import { bundleVaultCommandLine, type Served, type VaultCommandLine } from '../support/vault-command-line.ts';
import { makeAuthority, type PrivateAuthority } from './support/private-authority.ts';
import { type ProxyWithPassword, startProxy } from './support/proxy-with-password.ts';

const password = 'not-a-real/password';
const encoded = encodeURIComponent(password);
const folder = mkdtempSync(path.join(os.tmpdir(), 'agent-secrets-proxy-'));
const at = (name: string): string => path.join(folder, name);

let program: VaultCommandLine;
let authority: PrivateAuthority;
let vault: Served;
let key: string;
let proxy: ProxyWithPassword;
beforeAll(async () => {
  program = await bundleVaultCommandLine();
  authority = makeAuthority();
  writeFileSync(at('cert.pem'), authority.cert);
  writeFileSync(at('key.pem'), authority.key, { mode: 0o600 });
  const tls = ['--tls-cert', at('cert.pem'), '--tls-key', at('key.pem')];
  vault = await program.serve('--data', at('data'), ...tls);
  key = readFileSync(at('data/admin.key'), 'utf8').trim();
  writeFileSync(at('function.py'), 'print(1)\n');
});
// Packs the package, unless another test file has.
beforeAll(() => void unpackedPackage(), 120_000);
beforeEach(async () => {
  proxy = await startProxy('ada', password);
  return () => proxy[Symbol.asyncDispose]();
});
afterAll(async () => {
  await vault.stop();
  authority[Symbol.dispose]();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the command line as a user behind the proxy who trusts the organization's certificate authority. */
function run(args: readonly string[], changes: NodeJS.ProcessEnv = {}) {
  return runWith([process.execPath, program.file], args, changes);
}

async function runWith(
  [node = '', file = '']: readonly string[],
  args: readonly string[],
  changes: NodeJS.ProcessEnv = {},
) {
  const env: NodeJS.ProcessEnv = {
    PATH: process.env['PATH'],
    XDG_CONFIG_HOME: at('config'),
    HTTPS_PROXY: `http://ada:${encoded}@${proxy.host}`,
    SSL_CERT_FILE: authority.file,
    AGENT_SECRETS_VAULT_URL: vault.url,
    AGENT_SECRETS_KEY: key,
    ...changes,
  };
  const child = spawn(node, [file, ...args], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, stdout, stderr };
}

const vaultHost = (): string => new URL(vault.url).host;

describe('behind a proxy that requires a password, with the organization’s own certificates', () => {
  it('check reads the catalog of the vault', async () => {
    const { code, stderr } = await run(['check', 'function.py', '--vault', vault.url]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(proxy.tunnels).toContain(vaultHost());
  });

  it.each(nodes)('check of the published package does so on Node %s', async (_, node) => {
    const installed = path.join(unpackedPackage(), 'dist/agent-secrets.js');
    const args = ['check', 'function.py', '--vault', vault.url];
    expect(await runWith([node, installed], args)).toMatchObject({ code: 0, stderr: '' });
    expect(proxy.tunnels).toContain(vaultHost());
    const untrusted = await runWith([node, installed], args, { SSL_CERT_FILE: '' });
    expect(untrusted.code).toBe(2);
    expect(untrusted.stderr).toContain('set NODE_EXTRA_CA_CERTS or SSL_CERT_FILE');
  });

  it('login stores the key', async () => {
    const { code, stdout, stderr } = await run(['login', '--key-file', at('data/admin.key')]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('admin');
    expect(proxy.tunnels).toContain(vaultHost());
  });

  it('run starts the program', async () => {
    const user = await run(['users', 'add', 'Ann', '--role', 'admin', '--json']);
    expect(user).toMatchObject({ code: 0, stderr: '' });
    const { id } = JSON.parse(user.stdout) as { id: string };
    const issued = await run(['tokens', 'issue', 'ann', '--role', 'admin', '--user', id, '--json']);
    expect(issued).toMatchObject({ code: 0 });
    const { token } = JSON.parse(issued.stdout) as { token: string };
    const started = await run(['run', '--as', 'sandbox', '--', process.execPath, '-p', '6 * 7'], {
      AGENT_SECRETS_KEY: token,
    });
    expect(started).toMatchObject({ code: 0, stdout: '42\n' });
    expect(proxy.tunnels).toContain(vaultHost());
  });

  it.each([
    ['NODE_EXTRA_CA_CERTS', { SSL_CERT_FILE: '' }],
    ['the lowercase https_proxy', { HTTPS_PROXY: '' }],
    ['HTTP_PROXY, if no other is set', { HTTPS_PROXY: '' }],
  ])('%s works too', async (name, changes) => {
    const address = `http://ada:${encoded}@${proxy.host}`;
    const value = {
      NODE_EXTRA_CA_CERTS: { NODE_EXTRA_CA_CERTS: authority.file },
      'the lowercase https_proxy': { https_proxy: address },
      'HTTP_PROXY, if no other is set': { HTTP_PROXY: address },
    }[name];
    expect(await run(['whoami'], { ...changes, ...value })).toMatchObject({ code: 0, stderr: '' });
    expect(proxy.tunnels).toContain(vaultHost());
  });

  it.each(['127.0.0.1', '*'])('NO_PROXY=%s connects directly', async (exceptions) => {
    expect(await run(['whoami'], { NO_PROXY: exceptions })).toMatchObject({ code: 0, stderr: '' });
    expect(proxy.tunnels).toEqual([]);
  });
});

describe('the message, if the network is set up incorrectly,', () => {
  it('names the variables for an unknown certificate authority', async () => {
    const { code, stderr } = await run(['whoami'], { SSL_CERT_FILE: '' });
    expect(code).toBe(2);
    expect(stderr).toBe(
      `error: The certificate of ${vaultHost()} is not from a certificate authority that Node trusts. If your organization has its own, set NODE_EXTRA_CA_CERTS or SSL_CERT_FILE to the file with its certificate (PEM).\n`,
    );
  });

  it.each(['check', 'login', 'run'])('reaches users of %s', async (command) => {
    const args = {
      check: ['check', 'function.py', '--vault', vault.url],
      login: ['login', '--key-file', at('data/admin.key')],
      run: ['run', '--as', 'sandbox', '--', process.execPath, '-v'],
    }[command];
    const { code, stderr } = await run(args ?? [], { SSL_CERT_FILE: '' });
    expect(code).toBe(2);
    expect(stderr).toContain('set NODE_EXTRA_CA_CERTS or SSL_CERT_FILE');
  });

  it('says that the proxy rejects the password, which it does not repeat', async () => {
    const { code, stderr } = await run(['whoami'], {
      HTTPS_PROXY: `http://ada:not-a-real-mistake@${proxy.host}`,
    });
    expect(code).toBe(2);
    expect(stderr).toBe(
      `error: The proxy ${proxy.host} rejects the user name and password in HTTPS_PROXY. Correct them; write special characters percent-encoded.\n`,
    );
  });

  it('says that the proxy requires a password', async () => {
    const { code, stderr } = await run(['whoami'], { HTTPS_PROXY: `http://${proxy.host}` });
    expect(code).toBe(2);
    expect(stderr).toContain(`The proxy ${proxy.host} requires a user name and a password.`);
  });

  it('says that the proxy cannot be reached', async () => {
    const { host } = proxy;
    await proxy[Symbol.asyncDispose]();
    const { code, stderr } = await run(['whoami']);
    proxy = await startProxy('ada', password);
    expect(code).toBe(2);
    expect(stderr).toBe(`error: The proxy ${host} cannot be reached. Check HTTPS_PROXY.\n`);
  });
});
