import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { serve } from '../../vault/main.ts';
import { startVaultProcess } from './support/vault-process.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vault-signals-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('a vault opens no debugger, and outlives the end of its terminal', async () => {
  const vault = await startVaultProcess(join(folder, 'data'));
  for (const signal of ['SIGUSR1', 'SIGHUP'] as const) {
    vault.process.kill(signal);
    // Signals are taken between two requests.
    for (let count = 0; count < 20; count += 1) {
      expect((await fetch(`${vault.url}/healthz`)).status).toBe(200);
    }
  }
  expect(await vault.stop('SIGTERM')).toBe(0);
  expect(vault.log()).not.toContain('Debugger');
});

/** The name in the certificate that a vault shows. */
async function nameAt(url: string): Promise<string | readonly string[] | undefined> {
  const { port, hostname } = new URL(url);
  const socket: TLSSocket = connect({ port: Number(port), host: hostname, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const name = socket.getPeerCertificate().subject.CN;
  socket.destroy();
  return name;
}

it('SIGHUP has a vault show its new certificate, and keep the old one when that cannot be used', async () => {
  const [tlsCert, tlsKey] = [join(folder, 'vault.crt'), join(folder, 'vault.key')];
  const certify = (name: string) => {
    const make = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${name}`];
    execFileSync('openssl', [...make, '-keyout', tlsKey, '-out', tlsCert], { stdio: 'ignore' });
  };
  certify('first');
  let log = '';
  const write = (line: string) => {
    log += line;
  };
  const dataDir = join(folder, 'data');
  const vault = await serve({ dataDir, port: 0, tlsCert, tlsKey, handleSignals: false, log: { write } });
  try {
    expect(await nameAt(vault.url)).toBe('first');
    certify('second');
    process.emit('SIGHUP');
    expect(await nameAt(vault.url)).toBe('second');
    writeFileSync(tlsCert, 'not a certificate');
    process.emit('SIGHUP');
    expect(await nameAt(vault.url)).toBe('second');
    expect(log).toContain('the new certificate cannot be used');
  } finally {
    await vault.close();
  }
});
