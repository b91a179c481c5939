import { Identity } from '../../contracts/vault-api/identity.ts';
import type { VaultApp } from '../plugins/vault-app.ts';
import { describeCaller } from '../domain/callers/caller.ts';
import { callerOf } from '../plugins/authenticate.ts';
import { answers } from './answers.ts';

export function addIdentityRoutes(app: VaultApp): void {
  app.get('/v1/me', {
    config: { access: 'authenticated' },
    schema: { operationId: 'me', summary: 'Who the key belongs to', response: answers(200, Identity) },
    handler: async (request) => describeCaller(callerOf(request)),
  });
}
