import { readFileSync } from 'node:fs';
import { createSecureContext, Server } from 'node:tls';
import type { FastifyBaseLogger } from 'fastify';
import type { Tls } from './app.ts';
import type { Config } from './config.ts';
import { StartError } from './errors.ts';
import type { VaultApp } from './vault-app.ts';

/** Certificate and key of the configuration; `undefined` for plain HTTP. @throws StartError */
export function readTls({ tlsCert, tlsKey }: Pick<Config, 'tlsCert' | 'tlsKey'>): Tls | undefined {
  if (tlsCert === undefined || tlsKey === undefined) return undefined;
  const tls = { cert: readPem(tlsCert), key: readPem(tlsKey) };
  try {
    createSecureContext(tls);
    return tls;
  } catch (error) {
    throw new StartError(`The certificate ${tlsCert} and the key ${tlsKey} do not fit, or are no PEM.`, {
      cause: error,
    });
  }
}

/**
 * Serves new connections with the certificate that the files hold now. One that cannot be used leaves
 * the old one in place; the log says so. Nothing happens where the vault serves plain HTTP.
 */
export function reloadCertificate(
  { server }: VaultApp,
  config: Pick<Config, 'tlsCert' | 'tlsKey'>,
  log: Pick<FastifyBaseLogger, 'error' | 'info'>,
): void {
  // The framework calls every server an HTTP one.
  const listening: unknown = server;
  if (!(listening instanceof Server)) return;
  try {
    const tls = readTls(config);
    if (tls) listening.setSecureContext({ ...tls, minVersion: 'TLSv1.2' });
    log.info({}, 'certificate reloaded');
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    log.error({}, 'the new certificate cannot be used: the old one stays');
  }
}

function readPem(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new StartError(`The file ${path} cannot be read. TLS needs it.`, { cause: error });
  }
}
