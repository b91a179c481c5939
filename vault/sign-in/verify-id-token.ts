import { createHash, timingSafeEqual } from 'node:crypto';
import type { JWTVerifyGetKey } from 'jose';
import { idTokenLength, type OpenIdSignIn } from '../../contracts/vault-api/sign-in.ts';
import { SignInRefusal } from './refusal.ts';
import type { OpenIdSettings } from './settings.ts';
import { type Claims, readToken, refusedFrom, type TokenFault, verifySigned } from './signed-token.ts';

export interface VerifyOptions {
  readonly settings: OpenIdSettings;
  readonly keyFor: JWTVerifyGetKey;
  readonly now: () => Date;
}

/** A token verified to be the provider's, for this vault, fresh, and for this sign-in. */
export interface VerifiedToken {
  readonly claims: Claims;
  /** The signed part, which is the same for every encoding of the token. */
  readonly signed: string;
  /** When it would be refused anyway. */
  readonly refusedFrom: Date;
}

/** Tokens are used immediately; an older one was stored somewhere in between. */
const oldestSeconds = 600;

/** @throws SignInRefusal; ProviderUnavailable */
export async function verifyIdToken(
  { settings, keyFor, now }: VerifyOptions,
  { idToken, nonceVerifier }: OpenIdSignIn,
): Promise<VerifiedToken> {
  const { payload, signed } = readToken(idToken, idTokenLength, refuse);
  // Checked before any key is fetched, so that invalid tokens cause no work for the provider.
  if (payload['iss'] !== settings.issuer) throw new SignInRefusal('TokenIssuer');
  const { issuer, audience } = settings;
  const expected = { issuer, audience, keyFor, oldestSeconds, now: now(), refuse };
  const claims = await verifySigned(idToken, expected);
  checkIsIdToken(claims);
  checkAudience(claims, settings);
  checkNonce(claims, settings, nonceVerifier);
  return { claims, signed, refusedFrom: refusedFrom(claims, oldestSeconds) };
}

function refuse(fault: TokenFault): SignInRefusal {
  return new SignInRefusal(fault);
}

/** A token for several clients, or one that names its client, must name this one. */
function checkAudience({ aud, azp }: Claims, { clientId }: OpenIdSettings): void {
  const isForMany = Array.isArray(aud) && aud.length !== 1;
  if (isForMany ? azp === clientId : azp === undefined || azp === clientId) return;
  throw new SignInRefusal('TokenAudience');
}

/** Access tokens can look similar and have the same audience; ID tokens never grant permissions. */
function checkIsIdToken({ typ, scp, scope, at_hash: hash }: Claims): void {
  if (typ !== undefined && typ !== 'ID') throw new SignInRefusal('TokenType');
  if (scp === undefined && (scope === undefined || hash !== undefined)) return;
  throw new SignInRefusal('TokenType');
}

/** Some providers do not pass a nonce through a sign-in by code: where that is allowed, it may be missing. */
function checkNonce({ nonce }: Claims, { deviceCode }: OpenIdSettings, verifier: string): void {
  if (nonce === undefined && deviceCode) return;
  const expected = createHash('sha256').update(verifier).digest('base64url');
  const isText = typeof nonce === 'string' && nonce.length === expected.length;
  if (isText && timingSafeEqual(Buffer.from(nonce), Buffer.from(expected))) return;
  throw new SignInRefusal('TokenNonce');
}
