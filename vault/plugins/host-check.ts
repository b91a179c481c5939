import type { VaultApp } from '../vault-app.ts';
import { ProblemError } from '../errors.ts';

/**
 * A web page can make a browser send requests to the loopback under a name of its own choosing.
 * Only names that the vault is known by are answered; nothing is ever cached.
 */
export function addHostCheck(app: VaultApp, hosts: readonly string[]): void {
  const allowed = new Set(['localhost', '127.0.0.1', '[::1]', ...hosts]);
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('cache-control', 'no-store');
    reply.header('x-content-type-options', 'nosniff');
    reply.header('x-request-id', request.id);
    const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
    done(allowed.has(host) ? undefined : refusal());
  });
}

function refusal(): ProblemError {
  return new ProblemError('HostNotAllowed', 'The vault does not answer to the host name in the request.');
}
