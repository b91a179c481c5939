import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export interface PrivateAuthority extends Disposable {
  /** The file with the authority's certificate. */
  readonly file: string;
  /** Of a server at 127.0.0.1. */
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** An organization's own certificate authority, and a server's certificate from it. */
export function makeAuthority(): PrivateAuthority {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'agent-secrets-authority-'));
  const at = (name: string): string => path.join(folder, name);
  const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { stdio: 'ignore' });
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...ec,
    '-days',
    '2',
    '-subj',
    '/CN=Example CA',
    '-keyout',
    at('ca.key'),
    '-out',
    at('ca.pem'),
  );
  openssl('req', ...ec, '-subj', '/CN=vault', '-keyout', at('key.pem'), '-out', at('request.pem'));
  writeFileSync(at('names'), 'subjectAltName=IP:127.0.0.1\n');
  const signer = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-days', '2'];
  openssl(
    'x509',
    '-req',
    '-in',
    at('request.pem'),
    ...signer,
    '-extfile',
    at('names'),
    '-out',
    at('cert.pem'),
  );
  return {
    file: at('ca.pem'),
    cert: readFileSync(at('cert.pem')),
    key: readFileSync(at('key.pem')),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
