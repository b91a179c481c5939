import type { VaultApp } from '../vault-app.ts';

/** One line per request, of allow-listed fields: the route's pattern, not the address with its names. */
export function addRequestLog(app: VaultApp): void {
  app.addHook('onResponse', (request, reply, done) => {
    const status = reply.statusCode;
    const level = request.method === 'GET' && status < 400 ? 'debug' : 'info';
    request.log[level](
      {
        requestId: request.id,
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status,
        ms: Math.round(reply.elapsedTime * 10) / 10,
      },
      'request',
    );
    done();
  });
}
