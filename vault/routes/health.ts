import Type from 'typebox';
import type { VaultApp } from '../plugins/vault-app.ts';
import { sealSentences } from '../domain/context/seal.ts';
import type { Vault } from '../domain/context/vault.ts';
import { answers } from './answers.ts';

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
      // Concurrent requests share one query to the storage.
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
      // Routes do not change once the vault is running, so the document is built once.
      document ??= JSON.stringify(app.swagger());
      return reply.type('application/json; charset=utf-8').send(document);
    },
  });
}
