import { isIPv6 } from 'node:net';
import type { VaultApp } from '../vault-app.ts';
import { ProblemError } from '../errors.ts';

/**
 * A web page can make a browser send requests to the loopback under a name of its own choosing.
 * Only names that the vault is known by are answered; nothing is ever cached.
 */
export function addHostCheck(app: VaultApp, hosts: readonly string[]): void {
  const allowed = new Set(['localhost', '127.0.0.1', '[::1]', ...hosts.map(toName)]);
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('cache-control', 'no-store');
    reply.header('x-content-type-options', 'nosniff');
    reply.header('x-request-id', request.id);
    const isKnown = allowed.has(toName(request.headers.host ?? ''));
    done(isKnown && !namesTwoHosts(request.raw.rawHeaders) ? undefined : refusal());
  });
}

/** Node takes the first of them, and a proxy in front of the vault perhaps the other. */
function namesTwoHosts(rawHeaders: readonly string[]): boolean {
  return rawHeaders.filter((text, at) => at % 2 === 0 && text.toLowerCase() === 'host').length > 1;
}

/** A host as it is compared: without port, in lower case, an IPv6 address in brackets. */
function toName(host: string): string {
  return isIPv6(host) ? `[${host.toLowerCase()}]` : host.replace(/:\d+$/, '').toLowerCase();
}

function refusal(): ProblemError {
  return new ProblemError('HostNotAllowed', 'The vault does not answer to the host name in the request.');
}
