import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { Tls } from './app.ts';
import type { Config } from './config.ts';
import { StartError } from './errors.ts';

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

function readPem(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new StartError(`The file ${path} cannot be read. TLS needs it.`, { cause: error });
  }
}
