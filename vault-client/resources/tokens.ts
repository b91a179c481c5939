import type {
  IssuedToken,
  NewToken,
  RevokedCredentials,
  RevokeIssuedBefore,
  TokenMetadata,
  TokenPage,
} from '../../contracts/vault-api/identity.ts';
import { sentence } from '../../contracts/words.ts';
import { fetchJson, fetchNothing, fetchPages } from '../http/fetch-json.ts';
import { isFlag, isInteger, isListOf, isObjectOf, isText, optional } from '../../contracts/guards.ts';
import type { Transport } from '../http/transport.ts';
import { isRole, isTextList, longestPages, ofAccount } from './shared.ts';

/** Whose tokens to list. If empty, lists all tokens in the account. */
export interface TokenSearch {
  readonly agentId?: string;
  readonly userId?: string;
}

/** Long enough for ten thousand tokens, which the vault needs about a minute to revoke. */
const patientMs = 600_000;

/** The keys that an account has issued. */
export function tokensOf(transport: Transport) {
  return {
    /** Includes expired and revoked tokens, but never the token values. */
    tokens: (accountId: string, search: TokenSearch, signal?: AbortSignal) =>
      fetchPages(transport, isTokenPage, (page) => page.tokens, {
        action: sentence('list the tokens'),
        path: ofAccount(accountId, 'tokens'),
        query: { ...search, ...longestPages },
        signal,
      }),
    issueToken: (accountId: string, token: NewToken) =>
      fetchJson(transport, isIssuedToken, {
        action: sentence('issue the token "{name}"', { name: token.name }),
        method: 'POST',
        path: ofAccount(accountId, 'tokens'),
        body: token,
      }),
    /** When this resolves, the vault rejects the token. Revoking a token twice is not an error. */
    revokeToken: (accountId: string, tokenId: string) =>
      fetchNothing(transport, {
        action: sentence('revoke the token "{tokenId}"', { tokenId }),
        method: 'DELETE',
        path: ofAccount(accountId, 'tokens', tokenId),
      }),
    /**
     * Revokes every token, sign-in session and sandbox session issued before a given time, except the key of
     * this request.
     */
    revokeIssuedBefore: (accountId: string, request: RevokeIssuedBefore) =>
      fetchJson(transport, isRevokedCredentials, {
        action: sentence('revoke older tokens and sessions'),
        method: 'POST',
        path: ofAccount(accountId, 'tokens'),
        verb: 'revoke',
        timeoutMs: patientMs,
        body: request,
      }),
  };
}

export const isIssuedToken = isObjectOf<IssuedToken>({
  id: isText,
  token: isText,
  name: isText,
  role: isRole,
  agentId: optional(isText),
  userId: optional(isText),
  addresses: optional(isTextList),
  expiresAt: isText,
});

export const isRevokedCredentials = isObjectOf<RevokedCredentials>({
  tokens: isInteger,
  signIns: isInteger,
  sandboxes: isInteger,
  keptOwn: isFlag,
});

const isTokenMetadata = isObjectOf<TokenMetadata>({
  id: isText,
  name: isText,
  role: isRole,
  agentId: optional(isText),
  userId: optional(isText),
  addresses: isTextList,
  createdAt: isText,
  issuedBy: optional((value): value is string | null => value === null || isText(value)),
  issuedByName: optional(isText),
  expiresAt: isText,
  revokedAt: optional(isText),
  lastUsedAt: optional(isText),
});

export const isTokenPage = isObjectOf<TokenPage>({
  tokens: isListOf(isTokenMetadata),
  nextCursor: optional(isText),
});
