import type { AssistantToolName } from '../../contracts/vault-api/assistants.ts';
import type { Identity, Right } from '../../contracts/vault-api/identity.ts';
import { sentence } from '../../contracts/words.ts';
import { fetchJson, fetchNothing } from '../http/fetch-json.ts';
import { type Guard, isFlag, isObjectOf, isText, optional } from '../../contracts/guards.ts';
import type { Transport } from '../http/transport.ts';
import { isEnvironments, isRole, isTextList } from './shared.ts';

export function identityOf(transport: Transport) {
  return {
    /** Returns the key's owner and their rights. */
    me: (signal?: AbortSignal) =>
      fetchJson(transport, isIdentity, {
        action: sentence('sign in'),
        path: ['v1', 'me'],
        signal,
      }),
    /** Rejects with `AssistantsOff` if the account does not allow assistants. */
    recordAssistantUse: (tool: AssistantToolName) =>
      fetchNothing(transport, {
        action: sentence('record the use of a tool'),
        method: 'POST',
        path: ['v1', 'me', 'assistant-uses'],
        body: { tool },
      }),
  };
}

/** Also accepts unknown rights, which a newer vault may return. */
const isRights: Guard<Right[]> = (value): value is Right[] => isTextList(value);

export const isIdentity = isObjectOf<Identity>({
  id: isText,
  name: isText,
  role: isRole,
  accountId: isText,
  accountName: isText,
  agentId: optional(isText),
  userId: optional(isText),
  rights: isRights,
  vaultEnabled: isFlag,
  environments: optional(isEnvironments),
  expiresAt: optional(isText),
});
