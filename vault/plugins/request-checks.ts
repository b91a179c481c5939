import { isIP, isIPv6 } from 'node:net';
import type { VaultApp } from './vault-app.ts';
import { ProblemError } from '../errors/errors.ts';
import { createMatcher } from '../rate-limit/networks.ts';
import { isUtf8 } from 'node:buffer';
import { isStorable, namesTwice } from '../domain/input/texts.ts';
import type { Vault } from '../domain/context/vault.ts';

/**
 * A web page can make a browser send requests to loopback under any name. Only requests for known names of
 * the vault are served, and responses are never cached.
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

/** Node uses the first one, and a proxy in front of the vault may use another. */
function namesTwoHosts(rawHeaders: readonly string[]): boolean {
  return rawHeaders.filter((text, at) => at % 2 === 0 && text.toLowerCase() === 'host').length > 1;
}

/** A host normalized for comparison: without a port, in lower case, with an IPv6 address in brackets. */
function toName(host: string): string {
  return isIPv6(host) ? `[${host.toLowerCase()}]` : host.replace(/:\d+$/, '').toLowerCase();
}

/**
 * The host in a request target, which takes precedence over the header: `GET http://HOST/v1/me`, as clients
 * send it to a proxy. `undefined` for a path alone; empty if the target is not an HTTP URL with a host.
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

/**
 * Rate limits, the address ranges of keys and the audit log depend on what a trusted proxy reports about the
 * sender. Every entry of its `X-Forwarded-For` must therefore be an address, or the request is refused. The
 * header is ignored from other senders, and `Forwarded` is always ignored.
 */
export function addForwardedCheck(app: VaultApp, proxies: readonly string[]): void {
  if (proxies.length === 0) return;
  const isProxy = createMatcher(proxies);
  app.addHook('onRequest', (request, _reply, done) => {
    const forwarded = request.headers['x-forwarded-for'];
    const isSaidByProxy = forwarded !== undefined && isProxy(request.socket.remoteAddress ?? '');
    done(isSaidByProxy && !namesAddresses(String(forwarded)) ? refusal() : undefined);
  });
}

/** Several headers of this name arrive as one list. */
function namesAddresses(forwarded: string): boolean {
  return forwarded.split(',').every((entry) => isIP(entry.trim()) !== 0);
}

function refusal(): ProblemError {
  return new ProblemError(
    'InvalidInput',
    'X-Forwarded-For must contain IP addresses only, without ports. Correct the proxy in front of the vault.',
  );
}

/**
 * Refuses bodies that programs could interpret in two ways: bytes that are not UTF-8, which some programs
 * replace, and repeated names, of which some use the first and some the last.
 */
export function addStrictBodies(app: VaultApp): void {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (typeof body === 'string' || !isUtf8(body)) {
      return done(new ProblemError('InvalidInput', 'The request is not valid UTF-8.'));
    }
    const text = body.toString('utf8');
    void parseJson(request, text, (error, value) => {
      if (error) return done(error);
      const isTwofold = namesTwice(text);
      done(
        isTwofold ? new ProblemError('InvalidInput', 'The request contains the same name twice.') : null,
        value,
      );
    });
  });
}

/**
 * Refuses strings that not every storage returns unchanged: those with U+0000 or half of a surrogate pair.
 * Applies to names, values and everything else, anywhere in a request.
 */
export function addTextCheck(app: VaultApp): void {
  app.addHook('preValidation', (request, _reply, done) => {
    // A URL can contain U+0000 only in this form; the router refuses invalid UTF-8.
    const isWrong = request.url.includes('%00') || !isText(request.body);
    done(
      isWrong
        ? new ProblemError('InvalidInput', 'The request contains characters that are not allowed.')
        : undefined,
    );
  });
}

/**
 * Bodies are JSON, and thus trees. Their size is already limited but their depth is not, so this is not
 * recursive.
 */
function isText(body: unknown): boolean {
  const left: unknown[] = [body];
  while (left.length > 0) {
    const part = left.pop();
    if (typeof part === 'string' && !isStorable(part)) return false;
    if (typeof part !== 'object' || part === null) continue;
    if (!Array.isArray(part)) for (const name of Object.keys(part)) left.push(name);
    for (const inner of Object.values(part)) left.push(inner);
  }
  return true;
}

/** A sealed vault serves only public requests, such as its health. */
export function addSealCheck(app: VaultApp, { seal }: Vault): void {
  app.addHook('onRequest', async (request) => {
    if (request.routeOptions.config.access !== 'public') seal.requireOpen();
  });
}
