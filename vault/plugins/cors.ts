import { isOriginAmong } from '../domain/callers/web-origins.ts';
import { ProblemError } from '../errors.ts';
import type { VaultApp } from '../vault-app.ts';

/** Request headers that the editor sends, and response headers that it reads. */
const allowed = {
  'access-control-allow-methods': 'GET, POST, PATCH, DELETE',
  'access-control-allow-headers':
    'authorization, content-type, idempotency-key, if-match, if-none-match, last-event-id, x-api-key',
  'access-control-max-age': '600',
} as const;
const exposed = 'date, etag, retry-after, x-request-id';

/** Answers that contain a value are for processes. */
const notForPages: ReadonlySet<unknown> = new Set(['value:read', 'environment:read']);

/**
 * Allows editors that run in a browser, from the web pages named by the operator. The editor sends the key
 * with each request, never the browser, so a page has no rights of its own.
 */
export function addCors(app: VaultApp, origins: readonly string[]): void {
  if (origins.length === 0) return;
  app.addHook('onRequest', async (request, reply) => {
    reply.header('vary', 'Origin');
    const { origin } = request.headers;
    if (origin === undefined || !isOriginAmong(origin, origins)) return;
    if (notForPages.has(request.routeOptions.config.access)) {
      throw new ProblemError('Forbidden', 'No value is read from a web page.');
    }
    reply.header('access-control-allow-origin', origin);
    reply.header('access-control-expose-headers', exposed);
    const isQuestion = request.headers['access-control-request-method'] !== undefined;
    // Fastify sends nothing more once the hook has replied.
    if (request.method === 'OPTIONS' && isQuestion) return reply.code(204).headers(allowed).send();
  });
}
