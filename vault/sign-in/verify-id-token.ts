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

/** A token that was found to be the provider's, for this vault, fresh, and of this sign-in. */
export interface VerifiedToken {
  readonly claims: Claims;
  /** What was signed: the same for every writing of the same token. */
  readonly signed: string;
  /** From when on it would be refused anyway. */
  readonly refusedFrom: Date;
}

/** Tokens are used at once; an older one was kept by somebody. */
const oldestSeconds = 600;

/** @throws SignInRefusal; ProviderUnavailable */
export async function verifyIdToken(
  { settings, keyFor, now }: VerifyOptions,
  { idToken, nonceVerifier }: OpenIdSignIn,
): Promise<VerifiedToken> {
  const { payload, signed } = readToken(idToken, idTokenLength, refuse);
  // Before any key is asked for: whoever sends rubbish makes the provider no work.
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

/** A token for several programs, or one that names its program, must name this one. */
function checkAudience({ aud, azp }: Claims, { clientId }: OpenIdSettings): void {
  const isForMany = Array.isArray(aud) && aud.length !== 1;
  if (isForMany ? azp === clientId : azp === undefined || azp === clientId) return;
  throw new SignInRefusal('TokenAudience');
}

/** Access tokens can look alike and have the same audience; ID tokens never say what may be done. */
function checkIsIdToken({ typ, scp, scope, at_hash: hash }: Claims): void {
  if (typ !== undefined && typ !== 'ID') throw new SignInRefusal('TokenType');
  if (scp === undefined && (scope === undefined || hash !== undefined)) return;
  throw new SignInRefusal('TokenType');
}

/** Some providers carry no nonce through a sign-in by code: where that is allowed, it may be missing. */
function checkNonce({ nonce }: Claims, { deviceCode }: OpenIdSettings, verifier: string): void {
  if (nonce === undefined && deviceCode) return;
  const expected = createHash('sha256').update(verifier).digest('base64url');
  const isText = typeof nonce === 'string' && nonce.length === expected.length;
  if (isText && timingSafeEqual(Buffer.from(nonce), Buffer.from(expected))) return;
  throw new SignInRefusal('TokenNonce');
}
