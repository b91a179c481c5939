import Type from 'typebox';
import type { VaultApp } from '../plugins/vault-app.ts';
import { sealSentences } from '../domain/context/seal.ts';
import type { Vault } from '../domain/context/vault.ts';
import { answers, textAnswers } from './answers.ts';
import type { FastifyRequest } from 'fastify';
import { createMatcher } from '../rate-limit/networks.ts';
import { ProblemError } from '../errors/errors.ts';
import type { Metrics } from '../observability/metrics.ts';

const Status = Type.Object({ status: Type.String() });

const Health = Type.Object({
  status: Type.Union([Type.Literal('ok'), Type.Literal('sealed')]),
  missing: Type.Optional(Type.String()),
});

export function addHealthRoutes(app: VaultApp, vault: Vault): void {
  let asking: Promise<void> | undefined;
  let document: string | undefined;

  app.get('/healthz', {
    config: { access: 'public' },
    schema: {
      operationId: 'health',
      summary: 'Whether the process is running, and why the vault is sealed',
      response: answers(200, Health),
    },
    handler: async () => {
      const { reason } = vault.seal;
      return reason
        ? { status: 'sealed' as const, missing: sealSentences[reason] }
        : { status: 'ok' as const };
    },
  });

  app.get('/readyz', {
    config: { access: 'public' },
    schema: {
      operationId: 'ready',
      summary: 'Whether the vault is open and its storage answers',
      response: answers(200, Status),
    },
    handler: async () => {
      vault.seal.requireOpen();
      // Concurrent requests share one storage query.
      asking ??= vault.storage.ping().finally(() => (asking = undefined));
      await asking;
      return { status: 'ok' };
    },
  });

  app.get('/openapi.json', {
    config: { access: 'public' },
    schema: { hide: true },
    serializerCompiler: () => String,
    handler: async (_request, reply) => {
      // Routes do not change while the vault is running, so the document is built once.
      document ??= JSON.stringify(app.swagger());
      return reply.type('application/json; charset=utf-8').send(document);
    },
  });
}

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
