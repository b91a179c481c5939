import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createSecureContext, Server } from 'node:tls';
import type { FastifyBaseLogger } from 'fastify';
import type { Tls } from './app.ts';
import { repeat } from './background/repeat.ts';
import type { Config } from './setup/config.ts';
import { OperatorError } from './errors/errors.ts';
import type { VaultApp } from './plugins/vault-app.ts';

/** The configured certificate and key; `undefined` for plain HTTP. @throws OperatorError */
export function readTls({ tlsCert, tlsKey }: Pick<Config, 'tlsCert' | 'tlsKey'>): Tls | undefined {
  if (tlsCert === undefined || tlsKey === undefined) return undefined;
  const tls = { cert: readPem(tlsCert), key: readPem(tlsKey) };
  try {
    createSecureContext(tls);
    return tls;
  } catch (error) {
    throw new OperatorError(
      `The certificate ${tlsCert} and the key ${tlsKey} do not match or are not valid PEM.`,
      {
        cause: error,
      },
    );
  }
}

/** The certificate of a running vault. */
export interface ServedCertificate {
  /** Reads the files again. If they cannot be used, keeps the old certificate and logs this. */
  readonly reload: () => void;
  /** When the certificate expires, in seconds since 1970; `undefined` for plain HTTP. */
  readonly end: () => number | undefined;
  readonly stop: () => Promise<void>;
}

const lookEveryMs = 30_000;

/**
 * Keeps the certificate of a running vault up to date: checks periodically whether its files have changed,
 * and uses the new content for new connections. Does nothing if the vault serves plain HTTP.
 */
export function serveCertificate(
  { server }: Pick<VaultApp, 'server'>,
  config: Pick<Config, 'tlsCert' | 'tlsKey'>,
  tls: Tls | undefined,
  log: Pick<FastifyBaseLogger, 'error' | 'info'>,
  everyMilliseconds = lookEveryMs,
): ServedCertificate {
  // The framework types every server as an HTTP server.
  const listening: unknown = server;
  if (!(listening instanceof Server) || !tls) {
    return { reload: () => undefined, end: () => undefined, stop: async () => undefined };
  }
  let end = endOf(tls);
  let state = stateOf(config);
  const reload = (): void => {
    state = stateOf(config);
    try {
      const renewed = readTls(config);
      if (!renewed) return;
      if (endOf(renewed) <= Date.now() / 1000) throw new OperatorError('The new certificate has expired.');
      listening.setSecureContext({ ...renewed, minVersion: 'TLSv1.2' });
      end = endOf(renewed);
      log.info({}, 'certificate reloaded');
    } catch (error) {
      if (!(error instanceof OperatorError)) throw error;
      log.error({}, 'the new certificate cannot be used: the old one stays in use');
    }
  };
  const looking = repeat(everyMilliseconds, async () => {
    if (stateOf(config) !== state) reload();
  });
  return { reload, end: () => end, stop: looking.stop };
}

/** The first certificate in a chain is the server's own. */
function endOf({ cert }: Tls): number {
  return new X509Certificate(cert).validToDate.getTime() / 1000;
}

/** Changes whenever a file is written or replaced, including through a symbolic link. */
function stateOf({ tlsCert = '', tlsKey = '' }: Pick<Config, 'tlsCert' | 'tlsKey'>): string {
  return [tlsCert, tlsKey].map(stateOfFile).join(', ');
}

function stateOfFile(path: string): string {
  const status = statSync(path, { throwIfNoEntry: false });
  return status ? [status.ino, status.size, status.mtimeMs].join(' ') : 'missing';
}

function readPem(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new OperatorError(`The file ${path} cannot be read. TLS needs it.`, { cause: error });
  }
}
