import type { Metrics } from '../observability/metrics.ts';
import type { VaultApp } from './vault-app.ts';

/** Counts every answer by the pattern of its route, and every refusal by its code. */
export function addMetrics(app: VaultApp, metrics: Metrics): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { url } = request.routeOptions;
    // Without a route, the method is the sender's choice too.
    const [method, route] = url === undefined ? ['other', 'none'] : [request.method, url];
    metrics.answered(method, route, reply.statusCode, reply.elapsedTime / 1000);
    if (reply.problem !== null) metrics.refused(reply.problem);
    done();
  });
}
