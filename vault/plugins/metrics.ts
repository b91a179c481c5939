import type { Metrics } from '../observability/metrics.ts';
import type { VaultApp } from '../vault-app.ts';

/** Counts every answer by the pattern of its route. */
export function addMetrics(app: VaultApp, metrics: Metrics): void {
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    metrics.answered(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
    done();
  });
}
