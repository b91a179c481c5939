import type { OpenIdSignIn, SignedOut, SignInOffer, SignInSession } from '../contracts/vault-api/sign-in.ts';
import { sentence } from '../contracts/words.ts';
import { fetchJson } from './http/fetch-json.ts';
import { createTransport, type TransportOptions } from './http/transport.ts';
import {
  isCount,
  isFlag,
  isInteger,
  isListOf,
  isObjectOf,
  isOneOf,
  isText,
  optional,
} from '../contracts/guards.ts';

/** A vault that the user has not signed in to yet. */
export interface VaultToSignInAt extends Pick<TransportOptions, 'url' | 'fetch' | 'translate'> {
  readonly signal?: AbortSignal;
}

const isOffer = isObjectOf<SignInOffer>({
  openid: optional(
    isObjectOf<NonNullable<SignInOffer['openid']>>({
      issuer: isText,
      clientId: isText,
      scopes: isListOf(isText),
      deviceCode: isFlag,
      redirectPort: optional(isCount),
    }),
  ),
});

const isSession = isObjectOf<SignInSession>({
  id: isText,
  token: isText,
  name: isText,
  role: isOneOf('admin', 'author', 'reviewer', 'agent'),
  expiresAt: isText,
  userId: isText,
});

/** Reads which sign-in methods the vault offers. @throws VaultError */
export async function readSignInOffer({ signal, ...vault }: VaultToSignInAt): Promise<SignInOffer> {
  const call = {
    action: sentence('fetch the sign-in methods'),
    path: ['v1', 'sign-in'],
    signal,
  } as const;
  return fetchJson(createTransport({ timeoutMs, ...vault }), isOffer, call);
}

/** Exchanges the identity provider's response for a session and its key. @throws VaultError */
export async function startSession(
  { signal, ...vault }: VaultToSignInAt,
  body: OpenIdSignIn,
): Promise<SignInSession> {
  const path = ['v1', 'sign-in', 'openid'];
  const call = { action: sentence('sign in'), method: 'POST', ofSession: true, path, body, signal } as const;
  return fetchJson(createTransport({ timeoutMs, ...vault }), isSession, call);
}

/** Ends the key's session, or all sessions of its user. @throws VaultError */
export async function endSession(
  { signal, ...vault }: VaultToSignInAt & { readonly key: string },
  { everywhere = false }: { readonly everywhere?: boolean } = {},
): Promise<SignedOut> {
  const path = ['v1', 'me', 'sign-out'];
  const call = {
    action: sentence('sign out'),
    method: 'POST',
    ofSession: true,
    path,
    body: { everywhere },
    signal,
  } as const;
  return fetchJson(
    createTransport({ timeoutMs, ...vault }),
    isObjectOf<SignedOut>({ ended: isInteger }),
    call,
  );
}

/** The vault may have to query the identity provider first. */
const timeoutMs = 20_000;
