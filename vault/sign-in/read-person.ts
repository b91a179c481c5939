import type { PersonRole } from '../../contracts/vault-api/users.ts';
import { type RefusalReason, SignInRefusal } from './refusal.ts';
import type { OpenIdSettings } from './settings.ts';
import { type Claims, claimAt } from './signed-token.ts';

/** A person as their provider describes them at this moment. */
export interface SigningIn {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  readonly email: string | null;
  /** Their role in this vault, or why they have none. */
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

/** Roles with the most rights first; a person in none of the groups named in the settings has none. */
const rolesInOrder = ['admin', 'author', 'reviewer'] as const;

function roleOf(claims: Claims, { roles }: OpenIdSettings): PersonRole | undefined {
  // Otherwise, a person who can put any address into their profile could choose their role.
  if (isAddress(roles.claim) && !isVerified(claims)) return undefined;
  const found = claimAt(claims, roles.claim);
  const values: readonly unknown[] = Array.isArray(found) ? found : [found];
  return rolesInOrder.find((role) => roles[role]?.some((value) => values.includes(value)));
}

/** Whether the claim is the e-mail address, in either form of the setting. */
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

/** A text that can be shown on one line; anything else is treated as absent. */
function lineOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\s]+/gu, ' ').trim();
  return text === '' ? undefined : text.slice(0, 254).toWellFormed();
}
