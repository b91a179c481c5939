import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A self-signed certificate for 127.0.0.1, in a folder that the caller deletes. */
export function makeCertificate() {
  const folder = mkdtempSync(path.join(tmpdir(), 'agent-secrets-certificate-'));
  const certificate = path.join(folder, 'vault.crt');
  const key = path.join(folder, 'vault.key');
  const make = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1'];
  const names = ['-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', certificate];
  execFileSync('openssl', [...make, ...names], { stdio: 'ignore' });
  return { folder, certificate, cert: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') };
}
