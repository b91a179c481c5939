import type { FastifyRequest } from 'fastify';
import { createMatcher } from '../rate-limit/networks.ts';
import { ProblemError } from '../errors/errors.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { VaultApp } from '../plugins/vault-app.ts';
import { textAnswers } from './answers.ts';

/** A collector has no key; access depends on its network. */
export function addMetricsRoutes(app: VaultApp, metrics: Metrics, networks: readonly string[]): void {
  const mayAsk = createMatcher(networks);

  app.get('/metrics', {
    config: { access: 'public' },
    schema: {
      operationId: 'metrics',
      summary: 'Metrics of the routes and the process for Prometheus; only for configured networks',
      response: textAnswers('text/plain', 'The text format of Prometheus'),
    },
    serializerCompiler: () => String,
    handler: async (request, reply) => {
      if (isFromUnknownProxy(request) || !mayAsk(request.ip))
        throw new ProblemError('NotFound', 'The vault has no such route.');
      return reply.type('text/plain; version=0.0.4').send(metrics.render());
    },
  });
}

/** An unconfigured proxy sends requests from its own address, on behalf of any of its clients. */
function isFromUnknownProxy({ headers, ip, socket }: FastifyRequest): boolean {
  const isForwarded = 'x-forwarded-for' in headers || 'forwarded' in headers;
  return isForwarded && ip === socket.remoteAddress;
}
