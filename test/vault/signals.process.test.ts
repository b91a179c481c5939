import { execFileSync } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createServer } from 'node:https';
import { serve } from '../../vault/main.ts';
import { readTls, serveCertificate } from '../../vault/read-tls.ts';
import { startVaultProcess } from './support/vault-process.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vault-signals-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('a vault opens no debugger, and survives the end of its terminal', async () => {
  const vault = await startVaultProcess(join(folder, 'data'));
  for (const signal of ['SIGUSR1', 'SIGHUP'] as const) {
    vault.process.kill(signal);
    // Signals are handled between two requests.
    for (let count = 0; count < 20; count += 1) {
      expect((await fetch(`${vault.url}/healthz`)).status).toBe(200);
    }
  }
  expect(await vault.stop('SIGTERM')).toBe(0);
  expect(vault.log()).not.toContain('Debugger');
});

/** The name in the certificate of a vault. */
async function nameAt(url: string): Promise<string | readonly string[] | undefined> {
  const { port, hostname } = new URL(url);
  const socket: TLSSocket = connect({ port: Number(port), host: hostname, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const name = socket.getPeerCertificate().subject.CN;
  socket.destroy();
  return name;
}

const [certificatePath, keyPath] = [() => join(folder, 'vault.crt'), () => join(folder, 'vault.key')];

function certify(name: string, tlsCert = certificatePath(), tlsKey = keyPath()): void {
  const make = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${name}`];
  execFileSync('openssl', [...make, '-keyout', tlsKey, '-out', tlsCert], { stdio: 'ignore' });
}

it('SIGHUP makes a vault serve its new certificate, or keep the old one when that is unusable', async () => {
  const [tlsCert, tlsKey] = [certificatePath(), keyPath()];
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

it('a renewed certificate is served without a signal, and an unusable one never', async () => {
  const config = { tlsCert: certificatePath(), tlsKey: keyPath() };
  certify('first');
  const tls = readTls(config);
  const server = createServer({ ...tls }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `https://127.0.0.1:${String(typeof address === 'object' && address ? address.port : 0)}`;
  const log: string[] = [];
  const write = (_: object, message?: string) => void log.push(message ?? '');
  // The framework's own type is that of an HTTP server.
  const app = { server } as unknown as Parameters<typeof serveCertificate>[0];
  const certificate = serveCertificate(app, config, tls, { info: write, error: write }, 10);
  const isLogged = (message: string) => expect.poll(() => log, { timeout: 20_000 }).toContain(message);
  const cannotBeUsed = 'the new certificate cannot be used: the old one stays in use';
  try {
    const firstEnd = certificate.end() ?? 0;
    // A renewal may write the certificate first and its key later.
    const [otherCertificate, otherKey] = [join(folder, 'other.crt'), join(folder, 'other.key')];
    certify('second', otherCertificate, otherKey);
    renameSync(otherCertificate, config.tlsCert);
    await isLogged(cannotBeUsed);
    expect(await nameAt(url)).toBe('first');
    renameSync(otherKey, config.tlsKey);
    await isLogged('certificate reloaded');
    expect(await nameAt(url)).toBe('second');
    expect(certificate.end()).toBeGreaterThanOrEqual(firstEnd);

    log.length = 0;
    const expired = ['x509', '-in', config.tlsCert, '-signkey', config.tlsKey, '-days', '-1', '-out'];
    execFileSync('openssl', [...expired, otherCertificate], { stdio: 'ignore' });
    renameSync(otherCertificate, config.tlsCert);
    await isLogged(cannotBeUsed);
    expect(await nameAt(url)).toBe('second');
    expect(certificate.end()).toBeGreaterThan(Date.now() / 1000);
  } finally {
    await certificate.stop();
    server.close();
  }
});
