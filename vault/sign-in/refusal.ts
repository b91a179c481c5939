import type { ProblemCode } from '../../contracts/vault-api/problem.ts';
import { ProblemError } from '../errors/errors.ts';

/**
 * Why a token is not valid. The audit log contains the name of the reason; the content of the token is never
 * shown.
 */
const invalid = {
  TokenMalformed: 'It is not a signed ID token.',
  TokenType: 'It is not an ID token.',
  TokenAlgorithm: 'It is signed with a method that is not allowed.',
  TokenKey: 'It is signed with a key that the provider does not publish.',
  TokenSignature: 'Its signature is not valid.',
  TokenIssuer: 'It was issued by another provider.',
  TokenAudience: 'It was issued for another program.',
  TokenExpired: 'It has expired or is too old.',
  TokenTime: 'Its timestamps are not valid. Check the clocks of the provider and the vault.',
  TokenNonce: 'It does not belong to this sign-in.',
  TokenSubject: 'It does not name its subject.',
  TokenReplayed: 'It was used before.',
} as const;

/** Why a person is denied access although the provider identifies them. */
const forbidden = {
  NoRole: 'None of your groups is allowed to use this vault. Ask its operator to give you a role.',
  EmailDomain: 'Your e-mail address is not verified, or its domain is not allowed to use this vault.',
  UserDisabled: 'An account admin has disabled your access to this vault.',
  NoAccount: "The vault's sign-in settings refer to an account that does not exist.",
} as const;

export type RefusalReason = keyof typeof invalid | keyof typeof forbidden;

/** A refused sign-in; `auditCode` tells readers of the log the reason. */
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
  return [
    'SignInInvalid',
    `The vault does not accept the token of the identity provider. ${invalid[reason]}`,
  ];
}

function isForbidden(reason: RefusalReason): reason is keyof typeof forbidden {
  return Object.hasOwn(forbidden, reason);
}
