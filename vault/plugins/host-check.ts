import { isIPv6 } from 'node:net';
import type { VaultApp } from './vault-app.ts';
import { ProblemError } from '../errors/errors.ts';

/**
 * A web page can make a browser send requests to the loopback under any name. Only requests for known names
 * of the vault are answered; responses are never cached.
 */
export function addHostCheck(app: VaultApp, hosts: readonly string[]): void {
  const allowed = new Set(['localhost', '127.0.0.1', '[::1]', ...hosts.map(toName)]);
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('cache-control', 'no-store');
    reply.header('x-content-type-options', 'nosniff');
    reply.header('x-request-id', request.id);
    const isKnown = allowed.has(toName(request.headers.host ?? ''));
    if (!isKnown || namesTwoHosts(request.raw.rawHeaders)) return done(hostRefusal());
    const target = hostOfTarget(request.raw.url ?? '');
    done(target === undefined || allowed.has(target) ? undefined : targetRefusal());
  });
}

/** Node takes the first of them, and a proxy in front of the vault may take another. */
function namesTwoHosts(rawHeaders: readonly string[]): boolean {
  return rawHeaders.filter((text, at) => at % 2 === 0 && text.toLowerCase() === 'host').length > 1;
}

/** A host, normalized for comparison: without port, in lower case, an IPv6 address in brackets. */
function toName(host: string): string {
  return isIPv6(host) ? `[${host.toLowerCase()}]` : host.replace(/:\d+$/, '').toLowerCase();
}

/**
 * The host in the target of a request, which takes precedence over the header: `GET http://HOST/v1/me`, as
 * clients send it to a proxy. `undefined` for a path alone; empty if the target is not an HTTP URL with a
 * host.
 */
function hostOfTarget(target: string): string | undefined {
  if (target.startsWith('/') || target === '*') return undefined;
  const [, host = ''] = /^https?:\/\/([^/?#@]*)(?:[/?#]|$)/i.exec(target) ?? [];
  return toName(host);
}

function targetRefusal(): ProblemError {
  return new ProblemError('InvalidInput', 'The target of the request names a host that is not the vault.');
}

function hostRefusal(): ProblemError {
  return new ProblemError('HostNotAllowed', 'The vault does not answer to the host name in the request.');
}
