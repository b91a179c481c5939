import { errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { isRecord } from '../../contracts/guards.ts';
import { parseStrictly } from '../domain/input/texts.ts';

export type Claims = Readonly<Record<string, unknown>>;

/** Faults that any signed token can have, regardless of its issuer and purpose. */
export type TokenFault =
  | 'TokenMalformed'
  | 'TokenType'
  | 'TokenAlgorithm'
  | 'TokenKey'
  | 'TokenSignature'
  | 'TokenIssuer'
  | 'TokenAudience'
  | 'TokenExpired'
  | 'TokenTime'
  | 'TokenSubject';

/** Creates the error for a refused token. */
export type Refuse = (fault: TokenFault) => Error;

/** Public keys only: with a shared key, everyone who can verify can also sign. */
const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'];

/** Maximum difference between the clocks of an issuer and the vault. */
export const skewSeconds = 30;

/** A token whose signature is not verified yet. */
export interface ReadToken {
  readonly payload: Claims;
  /** The signed part, which is identical for every encoding of the token. */
  readonly signed: string;
}

/** Decodes a token without trusting anything in it. Throws the error that `refuse` creates. */
export function readToken(token: string, longest: number, refuse: Refuse): ReadToken {
  const { header, payload, signed } = split(token, longest, refuse);
  checkHeader(header, refuse);
  return { payload, signed };
}

export interface Expected {
  readonly keyFor: JWTVerifyGetKey;
  readonly issuer: string;
  readonly audience: string;
  /** Maximum age of the token. */
  readonly oldestSeconds: number;
  readonly now: Date;
  readonly refuse: Refuse;
}

/**
 * Claims of a token that the issuer signed for this audience and that is currently valid. Throws the error
 * that `refuse` creates.
 */
export async function verifySigned(token: string, expected: Expected): Promise<Claims> {
  const { keyFor, issuer, audience, oldestSeconds, now, refuse } = expected;
  try {
    const { payload } = await jwtVerify(token, keyFor, {
      algorithms,
      issuer,
      audience,
      clockTolerance: skewSeconds,
      maxTokenAge: oldestSeconds,
      requiredClaims: ['exp', 'iat', 'sub'],
      currentDate: now,
    });
    return payload;
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
    throw refuse(faultOf(error));
  }
}

/** The time from which a verified token would be refused anyway. */
export function refusedFrom({ exp, iat }: Claims, oldestSeconds: number): Date {
  // Both claims were checked to be numbers.
  return new Date((Math.min(Number(exp), Number(iat) + oldestSeconds) + skewSeconds + 1) * 1000);
}

/** A claim, possibly nested. */
export function claimAt(claims: Claims, path: string | readonly string[]): unknown {
  const names = typeof path === 'string' ? [path] : path;
  return names.reduce<unknown>(
    (value, name) => (isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined),
    claims,
  );
}

interface Parts extends ReadToken {
  readonly header: Claims;
}

/** Accepts exactly three parts: a token with five parts is encrypted, and one with two is unsigned. */
function split(token: string, longest: number, refuse: Refuse): Parts {
  if (token.length > longest) throw refuse('TokenMalformed');
  const parts = /^(?<header>[\w-]+)\.(?<payload>[\w-]+)\.[\w-]+$/.exec(token)?.groups;
  const header = decode(parts?.['header']);
  const payload = decode(parts?.['payload']);
  if (!header || !payload) throw refuse('TokenMalformed');
  return { header, payload, signed: token.slice(0, token.lastIndexOf('.')) };
}

function decode(part = ''): Claims | undefined {
  const bytes = Buffer.from(part, 'base64url');
  // Otherwise, different encodings of the same bytes would count as different tokens.
  if (bytes.toString('base64url') !== part) return undefined;
  return parseStrictly(bytes.toString('utf8'));
}

/** Ignores keys and key addresses in a header. */
function checkHeader({ alg, typ, crit, b64, kid }: Claims, refuse: Refuse): void {
  if (typeof alg !== 'string' || !algorithms.includes(alg)) throw refuse('TokenAlgorithm');
  if (crit !== undefined || b64 !== undefined) throw refuse('TokenMalformed');
  if (kid !== undefined && (typeof kid !== 'string' || kid.length > 255)) throw refuse('TokenKey');
  if (typ === undefined || (typeof typ === 'string' && typ.toUpperCase() === 'JWT')) return;
  throw refuse('TokenType');
}

function faultOf(error: errors.JOSEError): TokenFault {
  if (error instanceof errors.JWTExpired) return 'TokenExpired';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'TokenSignature';
  if (error instanceof errors.JWKSNoMatchingKey) return 'TokenKey';
  if (error instanceof errors.JWKSMultipleMatchingKeys) return 'TokenKey';
  if (error instanceof errors.JWTClaimValidationFailed) return faultOfClaim[error.claim] ?? 'TokenMalformed';
  return 'TokenMalformed';
}

const faultOfClaim: Readonly<Record<string, TokenFault>> = {
  iss: 'TokenIssuer',
  aud: 'TokenAudience',
  sub: 'TokenSubject',
  exp: 'TokenTime',
  iat: 'TokenTime',
  nbf: 'TokenTime',
};
