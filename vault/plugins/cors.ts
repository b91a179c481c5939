import { isOriginAmong } from '../domain/callers/web-origins.ts';
import { ProblemError } from '../errors.ts';
import type { VaultApp } from '../vault-app.ts';

/** What the client of people sends, and what it reads of an answer besides its body. */
const allowed = {
  'access-control-allow-methods': 'GET, POST, PATCH, DELETE',
  'access-control-allow-headers':
    'authorization, content-type, idempotency-key, if-match, if-none-match, last-event-id, x-api-key',
  'access-control-max-age': '600',
} as const;
const exposed = 'date, etag, retry-after, x-request-id';

/** Answers that hold a value are for processes. */
const notForPages: ReadonlySet<unknown> = new Set(['value:read', 'environment:read']);

/**
 * Lets editors that run in a browser ask, from the pages that the operator named. A key is sent by the
 * editor with each request, never by the browser, so that a page has no rights of its own.
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
    // Fastify answers nothing more once the hook has.
    if (request.method === 'OPTIONS' && isQuestion) return reply.code(204).headers(allowed).send();
  });
}
