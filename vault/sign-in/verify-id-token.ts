import { createHash, timingSafeEqual } from 'node:crypto';
import type { JWTVerifyGetKey } from 'jose';
import { idTokenLength, type OpenIdSignIn } from '../../contracts/vault-api/sign-in.ts';
import { type RefusalReason, SignInRefusal } from './refusal.ts';
import type { OpenIdSettings } from './settings.ts';
import {
  claimAt,
  type Claims,
  readToken,
  refusedFrom,
  type TokenFault,
  verifySigned,
} from './signed-token.ts';
import type { PersonRole } from '../../contracts/vault-api/users.ts';

export interface VerifyOptions {
  readonly settings: OpenIdSettings;
  readonly keyFor: JWTVerifyGetKey;
  readonly now: () => Date;
}

/** A token that was verified to be from the provider, for this vault and this sign-in, and fresh. */
export interface VerifiedToken {
  readonly claims: Claims;
  /** The signed part, which is identical for every encoding of the token. */
  readonly signed: string;
  /** The time from which the token would be refused anyway. */
  readonly refusedFrom: Date;
}

/** Tokens are used immediately; an older one was stored somewhere in the meantime. */
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

/** A token that is for several clients or names its client must name this one. */
function checkAudience({ aud, azp }: Claims, { clientId }: OpenIdSettings): void {
  const isForMany = Array.isArray(aud) && aud.length !== 1;
  if (isForMany ? azp === clientId : azp === undefined || azp === clientId) return;
  throw new SignInRefusal('TokenAudience');
}

/**
 * Access tokens can look similar and have the same audience; unlike them, ID tokens never grant permissions.
 */
function checkIsIdToken({ typ, scp, scope, at_hash: hash }: Claims): void {
  if (typ !== undefined && typ !== 'ID') throw new SignInRefusal('TokenType');
  if (scp === undefined && (scope === undefined || hash !== undefined)) return;
  throw new SignInRefusal('TokenType');
}

/**
 * Some providers do not pass on a nonce when signing in with a code, so where that is allowed, the nonce may
 * be missing.
 */
function checkNonce({ nonce }: Claims, { deviceCode }: OpenIdSettings, verifier: string): void {
  if (nonce === undefined && deviceCode) return;
  const expected = createHash('sha256').update(verifier).digest('base64url');
  const isText = typeof nonce === 'string' && nonce.length === expected.length;
  if (isText && timingSafeEqual(Buffer.from(nonce), Buffer.from(expected))) return;
  throw new SignInRefusal('TokenNonce');
}

/** A person as their provider describes them at this moment. */
export interface SigningIn {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  readonly email: string | null;
  /** The person's role in this vault, or why they have none. */
  readonly access: { readonly role: PersonRole } | { readonly refused: RefusalReason };
}

/** @throws SignInRefusal `TokenSubject` */
export function readPerson(claims: Claims, settings: OpenIdSettings): SigningIn {
  const subject = claims[settings.subjectClaim];
  if (typeof subject !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(subject)) {
    throw new SignInRefusal('TokenSubject');
  }
  const email = emailOf(claims);
  return {
    issuer: settings.issuer,
    subject,
    name: (nameOf(claims) ?? email ?? subject).slice(0, 128).toWellFormed(),
    email: email ?? null,
    access: accessOf(claims, email, settings),
  };
}

function accessOf(claims: Claims, email: string | undefined, settings: OpenIdSettings): SigningIn['access'] {
  if (!isOfDomain(claims, email, settings)) return { refused: 'EmailDomain' };
  const role = roleOf(claims, settings);
  return role ? { role } : { refused: 'NoRole' };
}

/**
 * Roles, the one with the most rights first; a person in none of the groups named in the settings has no
 * role.
 */
const rolesInOrder = ['admin', 'author', 'reviewer'] as const;

function roleOf(claims: Claims, { roles }: OpenIdSettings): PersonRole | undefined {
  // Otherwise, anyone who can put an arbitrary address into their profile could choose their role.
  if (isAddress(roles.claim) && !isVerified(claims)) return undefined;
  const found = claimAt(claims, roles.claim);
  const values: readonly unknown[] = Array.isArray(found) ? found : [found];
  return rolesInOrder.find((role) => roles[role]?.some((value) => values.includes(value)));
}

/** Whether the claim is the email address, in either form of the setting. */
function isAddress(claim: OpenIdSettings['roles']['claim']): boolean {
  const [first, ...within] = typeof claim === 'string' ? [claim] : claim;
  return first === 'email' && within.length === 0;
}

function isOfDomain(claims: Claims, email: string | undefined, { emailDomains }: OpenIdSettings): boolean {
  if (!emailDomains) return true;
  const domain = email?.split('@').at(-1)?.toLowerCase() ?? '';
  return isVerified(claims) && emailDomains.includes(domain);
}

function isVerified(claims: Claims): boolean {
  return claims['email_verified'] === true;
}

function nameOf(claims: Claims): string | undefined {
  return lineOf(claims['name']) ?? lineOf(claims['preferred_username']);
}

function emailOf({ email }: Claims): string | undefined {
  const isOne = typeof email === 'string' && email.length <= 254 && /^[^@\s]+@[^@\s]+$/.test(email);
  return isOne ? lineOf(email) : undefined;
}

/** A string that can be shown on one line; anything else is treated as absent. */
function lineOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\s]+/gu, ' ').trim();
  return text === '' ? undefined : text.slice(0, 254).toWellFormed();
}
