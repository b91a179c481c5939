import type {
  ClaimCondition,
  ClaimPath,
  NewWorkloadIdentity,
  WorkloadIdentity,
  WorkloadIdentityPage,
} from '../../contracts/vault-api/workloads.ts';
import { sentence } from '../../contracts/words.ts';
import { fetchJson, fetchNothing, fetchPages } from '../http/fetch-json.ts';
import { isCount, isListOf, isObjectOf, isText, optional } from '../../contracts/guards.ts';
import type { Transport } from '../http/transport.ts';
import { isTextList, longestPages, ofAccount } from './shared.ts';

/** Calls for the workloads that can act as an agent. */
export function identitiesOf(transport: Transport) {
  return {
    identities: (accountId: string, search: { readonly agentId?: string }, signal?: AbortSignal) =>
      fetchPages(transport, isIdentityPage, (page) => page.identities, {
        action: sentence('list the identities of workloads'),
        path: ofAccount(accountId, 'identities'),
        query: { ...search, ...longestPages },
        signal,
      }),
    createIdentity: (accountId: string, identity: NewWorkloadIdentity) =>
      fetchJson(transport, isIdentity, {
        action: sentence('add the identity "{name}"', { name: identity.name }),
        method: 'POST',
        path: ofAccount(accountId, 'identities'),
        body: identity,
      }),
    /** When this resolves, the vault rejects every token that was issued through the identity. */
    removeIdentity: (accountId: string, identityId: string) =>
      fetchNothing(transport, {
        action: sentence('remove the identity "{identityId}"', { identityId }),
        method: 'DELETE',
        path: ofAccount(accountId, 'identities', identityId),
      }),
  };
}

const isClaimPath = (value: unknown): value is ClaimPath => isText(value) || isTextList(value);
const isExact = isObjectOf<Extract<ClaimCondition, { equals: string }>>({
  claim: isClaimPath,
  equals: isText,
});
const isPrefix = isObjectOf<Extract<ClaimCondition, { startsWith: string }>>({
  claim: isClaimPath,
  startsWith: isText,
});

const isIdentity = isObjectOf<WorkloadIdentity>({
  id: isText,
  agentId: isText,
  name: isText,
  issuer: isText,
  claims: isListOf((value): value is ClaimCondition => isExact(value) || isPrefix(value)),
  tokenMinutes: isCount,
  createdAt: isText,
});

const isIdentityPage = isObjectOf<WorkloadIdentityPage>({
  identities: isListOf(isIdentity),
  nextCursor: optional(isText),
});
