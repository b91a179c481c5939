import type { ProblemCode } from '../../contracts/vault-api/problem.ts';
import { ProblemError } from '../errors/errors.ts';

/** Why a token is not valid. The audit log has the name; the content of the token is never shown. */
const invalid = {
  TokenMalformed: 'It is no signed ID token.',
  TokenType: 'It is another kind of token than an ID token.',
  TokenAlgorithm: 'It is signed with a method that is not allowed.',
  TokenKey: 'It is signed with a key that is none of the provider.',
  TokenSignature: 'Its signature does not fit.',
  TokenIssuer: 'It comes from another provider than the one of this vault.',
  TokenAudience: 'It was issued for another program.',
  TokenExpired: 'It has expired, or is too old to sign in with.',
  TokenTime: 'Its times are not possible. Check the clocks of the provider and the vault.',
  TokenNonce: 'It does not belong to this sign-in.',
  TokenSubject: 'It does not say whose it is.',
  TokenReplayed: 'It was used before.',
} as const;

/** Why a person is denied access although the provider identifies them. */
const forbidden = {
  NoRole: 'None of your groups may use this vault. Ask its operator to give you a role.',
  EmailDomain: 'Your e-mail address is not verified, or not of a domain that may use this vault.',
  UserDisabled: 'An admin has disabled you in this vault.',
  NoAccount: 'The sign-in settings of the vault name an account that it does not have.',
} as const;

export type RefusalReason = keyof typeof invalid | keyof typeof forbidden;

/** A refused sign-in; `auditCode` gives the reason to those who read the log. */
export class SignInRefusal extends ProblemError {
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason) {
    super(...describe(reason));
    this.name = 'SignInRefusal';
    this.reason = reason;
  }

  override get auditCode(): string {
    return this.reason;
  }
}

function describe(reason: RefusalReason): [code: ProblemCode, detail: string] {
  if (isForbidden(reason)) return ['SignInRefused', forbidden[reason]];
  return ['SignInInvalid', `The answer of the identity provider does not count. ${invalid[reason]}`];
}

function isForbidden(reason: RefusalReason): reason is keyof typeof forbidden {
  return Object.hasOwn(forbidden, reason);
}
