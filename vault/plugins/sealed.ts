import type { VaultApp } from './vault-app.ts';
import type { Vault } from '../domain/context/vault.ts';

/** A sealed vault answers only public requests, such as its health. */
export function addSealCheck(app: VaultApp, { seal }: Vault): void {
  app.addHook('onRequest', async (request) => {
    if (request.routeOptions.config.access !== 'public') seal.requireOpen();
  });
}
