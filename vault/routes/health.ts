import Type from 'typebox';
import type { VaultApp } from '../vault-app.ts';
import type { Vault } from '../domain/vault.ts';
import { answers } from './answers.ts';

const Status = Type.Object({ status: Type.String() });

export function addHealthRoutes(app: VaultApp, vault: Vault): void {
  app.get('/healthz', {
    config: { access: 'public' },
    schema: { operationId: 'health', summary: 'Whether the process runs', response: answers(200, Status) },
    handler: async () => ({ status: 'ok' }),
  });

  app.get('/readyz', {
    config: { access: 'public' },
    schema: { operationId: 'ready', summary: 'Whether the storage answers', response: answers(200, Status) },
    handler: async () => {
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
