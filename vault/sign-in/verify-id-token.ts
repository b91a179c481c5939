import { createHash, timingSafeEqual } from 'node:crypto';
import { errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { idTokenLength, type OpenIdSignIn } from '../../contracts/vault-api/sign-in.ts';
import { type RefusalReason, SignInRefusal } from './refusal.ts';
import type { OpenIdSettings } from './settings.ts';
import { isObject, parseStrictly } from '../domain/strict-json.ts';

export type Claims = Readonly<Record<string, unknown>>;

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

/** Public keys only: with a shared one, whoever can verify can sign. */
const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'];
const skewSeconds = 30;
/** Tokens are used at once; an older one was kept by somebody. */
const oldestSeconds = 600;

/** @throws SignInRefusal; ProviderUnavailable */
export async function verifyIdToken(
  { settings, keyFor, now }: VerifyOptions,
  { idToken, nonceVerifier }: OpenIdSignIn,
): Promise<VerifiedToken> {
  const { header, payload, signed } = split(idToken);
  checkHeader(header);
  // Before any key is asked for: whoever sends rubbish makes the provider no work.
  if (payload['iss'] !== settings.issuer) throw new SignInRefusal('TokenIssuer');
  const claims = await verifySignature(idToken, keyFor, settings, now());
  checkIsIdToken(claims);
  checkAudience(claims, settings);
  checkNonce(claims, settings, nonceVerifier);
  return { claims, signed, refusedFrom: endOf(claims) };
}

interface Parts {
  readonly header: Claims;
  readonly payload: Claims;
  readonly signed: string;
}

/** Three parts and no more: a token in five parts is encrypted, one in two is not signed. */
function split(token: string): Parts {
  if (token.length > idTokenLength) throw new SignInRefusal('TokenMalformed');
  const parts = /^(?<header>[\w-]+)\.(?<payload>[\w-]+)\.[\w-]+$/.exec(token)?.groups;
  const header = decode(parts?.['header']);
  const payload = decode(parts?.['payload']);
  if (!header || !payload) throw new SignInRefusal('TokenMalformed');
  return { header, payload, signed: token.slice(0, token.lastIndexOf('.')) };
}

function decode(part = ''): Claims | undefined {
  const bytes = Buffer.from(part, 'base64url');
  // Several writings of the same bytes would be several tokens.
  if (bytes.toString('base64url') !== part) return undefined;
  return parseStrictly(bytes.toString('utf8'));
}

/** Keys and addresses of keys in a header are not even looked at. */
function checkHeader({ alg, typ, crit, b64, kid }: Claims): void {
  if (typeof alg !== 'string' || !algorithms.includes(alg)) throw new SignInRefusal('TokenAlgorithm');
  if (crit !== undefined || b64 !== undefined) throw new SignInRefusal('TokenMalformed');
  if (kid !== undefined && (typeof kid !== 'string' || kid.length > 255)) throw new SignInRefusal('TokenKey');
  if (typ === undefined || (typeof typ === 'string' && typ.toUpperCase() === 'JWT')) return;
  throw new SignInRefusal('TokenType');
}

async function verifySignature(
  token: string,
  keyFor: JWTVerifyGetKey,
  { issuer, audience }: OpenIdSettings,
  currentDate: Date,
): Promise<Claims> {
  try {
    const { payload } = await jwtVerify(token, keyFor, {
      algorithms,
      issuer,
      audience,
      clockTolerance: skewSeconds,
      maxTokenAge: oldestSeconds,
      requiredClaims: ['exp', 'iat', 'sub'],
      currentDate,
    });
    return payload;
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
    throw new SignInRefusal(reasonOf(error));
  }
}

function reasonOf(error: errors.JOSEError): RefusalReason {
  if (error instanceof errors.JWTExpired) return 'TokenExpired';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'TokenSignature';
  if (error instanceof errors.JWKSNoMatchingKey) return 'TokenKey';
  if (error instanceof errors.JWKSMultipleMatchingKeys) return 'TokenKey';
  if (error instanceof errors.JWTClaimValidationFailed) return reasonOfClaim[error.claim] ?? 'TokenMalformed';
  return 'TokenMalformed';
}

const reasonOfClaim: Readonly<Record<string, RefusalReason>> = {
  iss: 'TokenIssuer',
  aud: 'TokenAudience',
  sub: 'TokenSubject',
  exp: 'TokenTime',
  iat: 'TokenTime',
  nbf: 'TokenTime',
};

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

/** Both claims are known to be numbers. */
function endOf({ exp, iat }: Claims): Date {
  return new Date((Math.min(Number(exp), Number(iat) + oldestSeconds) + skewSeconds + 1) * 1000);
}

/** A claim, or one within others. */
export function claimAt(claims: Claims, path: string | readonly string[]): unknown {
  const names = typeof path === 'string' ? [path] : path;
  return names.reduce<unknown>(
    (value, name) => (isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined),
    claims,
  );
}
