import { RateLimiter } from '../rate-limit/rate-limit.ts';
import { senderOf } from '../rate-limit/networks.ts';
import type { VaultApp } from './vault-app.ts';
import type { Metrics } from '../observability/metrics.ts';

/** Rate limits for log lines about refused requests: per address, and in total. */
const linesOfOne = { perSecond: 5, burst: 100 } as const;
const linesOfAll = { perSecond: 50, burst: 500 } as const;

/**
 * Logs one line per request, with allow-listed fields: the route's pattern, not the URL with its names.
 * Refusals cost their sender nothing, so only some are logged; `unlogged` counts the others.
 * @param now monotonic time in milliseconds
 */
export function addRequestLog(app: VaultApp, now: () => number): void {
  const ofOne = new RateLimiter(linesOfOne, now);
  const ofAll = new RateLimiter(linesOfAll, now);
  const isWorthALine = (address: string): boolean =>
    ofOne.take(senderOf(address)).allowed && ofAll.take('all').allowed;
  let unlogged = 0;
  app.addHook('onResponse', (request, reply, done) => {
    const status = reply.statusCode;
    const isRefused = status >= 400 && status < 500;
    if (isRefused && !isWorthALine(request.ip)) {
      unlogged += 1;
      return done();
    }
    const level = request.method === 'GET' && status < 400 ? 'debug' : 'info';
    request.log[level](
      {
        requestId: request.id,
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        ...(isRefused && unlogged > 0 && { unlogged }),
      },
      'request',
    );
    if (isRefused) unlogged = 0;
    done();
  });
}

/** Counts every response by its route's pattern, and every refusal by its code. */
export function addMetrics(app: VaultApp, metrics: Metrics): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { url } = request.routeOptions;
    // Without a route, the method could also be anything that the sender chose.
    const [method, route] = url === undefined ? ['other', 'none'] : [request.method, url];
    metrics.answered(method, route, reply.statusCode, reply.elapsedTime / 1000);
    if (reply.problem !== null) metrics.refused(reply.problem);
    done();
  });
}
