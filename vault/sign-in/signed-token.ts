import { errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { isObject, parseStrictly } from '../domain/strict-json.ts';

export type Claims = Readonly<Record<string, unknown>>;

/** What can be wrong with any signed token, whoever issued it and whatever it is for. */
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

/** Makes the error that refuses a token. */
export type Refuse = (fault: TokenFault) => Error;

/** Public keys only: with a shared one, whoever can verify can sign. */
const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'];

/** How far the clocks of an issuer and the vault may differ. */
export const skewSeconds = 30;

/** A token whose signature nobody has verified yet. */
export interface ReadToken {
  readonly payload: Claims;
  /** What was signed: the same for every writing of the same token. */
  readonly signed: string;
}

/** Takes a token apart; nothing in it is believed yet. Throws what `refuse` makes. */
export function readToken(token: string, longest: number, refuse: Refuse): ReadToken {
  const { header, payload, signed } = split(token, longest, refuse);
  checkHeader(header, refuse);
  return { payload, signed };
}

export interface Expected {
  readonly keyFor: JWTVerifyGetKey;
  readonly issuer: string;
  readonly audience: string;
  /** How long ago the token may have been issued. */
  readonly oldestSeconds: number;
  readonly now: Date;
  readonly refuse: Refuse;
}

/** Claims of a token that the issuer signed for this audience, and that counts now. Throws what `refuse` makes. */
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

/** From when on a verified token would be refused anyway. */
export function refusedFrom({ exp, iat }: Claims, oldestSeconds: number): Date {
  // Both claims are known to be numbers.
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

interface Parts extends ReadToken {
  readonly header: Claims;
}

/** Three parts and no more: a token in five parts is encrypted, one in two is not signed. */
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
  // Several writings of the same bytes would be several tokens.
  if (bytes.toString('base64url') !== part) return undefined;
  return parseStrictly(bytes.toString('utf8'));
}

/** Keys and addresses of keys in a header are not even looked at. */
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
