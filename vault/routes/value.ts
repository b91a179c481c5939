import Type from 'typebox';
import { SecretReading } from '../../contracts/vault-api/secrets.ts';
import type { VaultApp } from '../plugins/vault-app.ts';
import { readValue } from '../domain/secrets/read-value.ts';
import type { Vault } from '../domain/context/vault.ts';
import { asCaller } from '../plugins/authenticate.ts';
import { answers } from './answers.ts';

export function addValueRoutes(app: VaultApp, vault: Vault): void {
  app.get('/v1/agents/:agentId/secrets/:name/value', {
    config: { access: 'value:read', looksAgain: true },
    schema: {
      operationId: 'readValue',
      summary: 'The value of a secret, for the agent itself at run time',
      params: Type.Object({ agentId: Type.String(), name: Type.String() }),
      response: answers(200, SecretReading),
    },
    // The schema's serializer would validate the value against each branch of its union.
    serializerCompiler: () => JSON.stringify,
    handler: async (request) => {
      const { agentId, name } = request.params;
      return asCaller(request, 'value:read', (caller) => readValue(vault, caller, agentId, name));
    },
  });
}
