import Type from 'typebox';
import type { VaultApp } from '../vault-app.ts';
import { sealSentences } from '../domain/keys/seal.ts';
import type { Vault } from '../domain/vault.ts';
import { answers } from './answers.ts';

const Status = Type.Object({ status: Type.String() });

const Health = Type.Object({
  status: Type.Union([Type.Literal('ok'), Type.Literal('sealed')]),
  missing: Type.Optional(Type.String()),
});

export function addHealthRoutes(app: VaultApp, vault: Vault): void {
  app.get('/healthz', {
    config: { access: 'public' },
    schema: {
      operationId: 'health',
      summary: 'Whether the process runs, and what a sealed vault waits for',
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
      await vault.storage.ping();
      return { status: 'ok' };
    },
  });

  app.get('/openapi.json', {
    config: { access: 'public' },
    schema: { hide: true },
    handler: async () => app.swagger(),
  });
}
