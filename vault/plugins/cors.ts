import { ProblemError } from '../errors/errors.ts';
import type { VaultApp } from './vault-app.ts';

/** Request headers that the editor sends, and response headers that it reads. */
const allowed = {
  'access-control-allow-methods': 'GET, POST, PATCH, DELETE',
  'access-control-allow-headers':
    'authorization, content-type, idempotency-key, if-match, if-none-match, last-event-id, x-api-key',
  'access-control-max-age': '600',
} as const;
const exposed = 'date, etag, retry-after, x-request-id';

/** Responses with a value are meant only for processes. */
const notForPages: ReadonlySet<unknown> = new Set(['value:read', 'environment:read']);

/**
 * Allows requests from editors that run in a browser, on web pages named by the operator. The editor, not the
 * browser, sends the key with each request, so a page has no rights of its own.
 */
export function addCors(app: VaultApp, origins: readonly string[]): void {
  if (origins.length === 0) return;
  app.addHook('onRequest', async (request, reply) => {
    reply.header('vary', 'Origin');
    const { origin } = request.headers;
    if (origin === undefined || !isOriginAmong(origin, origins)) return;
    if (notForPages.has(request.routeOptions.config.access)) {
      throw new ProblemError('Forbidden', 'Values cannot be read from a web page.');
    }
    reply.header('access-control-allow-origin', origin);
    reply.header('access-control-expose-headers', exposed);
    const isQuestion = request.headers['access-control-request-method'] !== undefined;
    // Fastify sends nothing more once the hook has replied.
    if (request.method === 'OPTIONS' && isQuestion) return reply.code(204).headers(allowed).send();
  });
}

/** The origin of a web page; a leading `*.` matches any subdomain. */
const pattern = /^https?:\/\/(\*\.)?[a-z0-9.-]+(:\d+)?$/;

/**
 * Whether it can be compared with the origins that browsers send: it has no path, no capitals, and no
 * wildcard for every page.
 */
export function isOriginPattern(text: string): boolean {
  const url = URL.parse(text.replace('://*.', '://any.'));
  return pattern.test(text) && url !== null && text.replace('://*.', '://any.') === url.origin;
}

export function isOriginAmong(origin: string, patterns: readonly string[]): boolean {
  return patterns.some((one) => {
    const [start = '', end] = one.split('*');
    if (end === undefined) return origin === one;
    const name = origin.slice(start.length, -end.length);
    return origin.startsWith(start) && origin.endsWith(end) && /^[a-z0-9.-]+$/.test(name);
  });
}
