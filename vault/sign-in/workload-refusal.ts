import { ProblemError } from '../errors/errors.ts';
import type { TokenFault } from './signed-token.ts';

/** Why a platform's token is not accepted. */
const invalid = {
  TokenMalformed: 'It is not a signed token (JWT).',
  TokenType: 'It is another kind of token. Use an identity token of the platform.',
  TokenAlgorithm: 'It is signed with a method that is not allowed.',
  TokenKey: 'It is signed with a key that the issuer does not publish.',
  TokenSignature: 'Its signature is not valid.',
  TokenIssuer:
    'Its issuer is not one that the vault trusts. Ask the operator of the vault to add the issuer to the file of --workload-issuers.',
  TokenAudience: 'It was issued for another audience. Request it only for the audience of this vault.',
  TokenExpired: 'It has expired. Request a new one.',
  TokenTime: 'Its timestamps are not valid. Check the clocks of the issuer and the vault.',
  TokenTooLong: 'It is valid for more than 24 hours. Request one that expires sooner.',
  TokenSubject: 'It does not name its subject.',
  TokenReplayed:
    'It was used before, and the vault accepts tokens of this issuer only once. Request a new one.',
} as const satisfies Record<TokenFault | 'TokenReplayed' | 'TokenTooLong', string>;

/** Why a workload with a valid token gets no agent token. */
const forbidden = {
  IdentityUnknown: 'The vault has no identity with this id. Check AGENT_SECRETS_IDENTITY.',
  IdentityIssuer: 'The identity is for another issuer.',
  ClaimMismatch: 'The token does not match the identity.',
} as const;

export type WorkloadReason = keyof typeof invalid | keyof typeof forbidden;

/** The identity that the refusal is about, if known. */
export interface KnownIdentity {
  readonly id: string;
  readonly accountId: string;
  readonly agentId: string;
}

/** A workload's sign-in was refused; neither the response nor the log contains any part of its token. */
export class WorkloadRefusal extends ProblemError {
  readonly reason: WorkloadReason;
  readonly identity: KnownIdentity | undefined;

  /** `detail` replaces the reason's default sentence. */
  constructor(reason: WorkloadReason, identity?: KnownIdentity, detail?: string) {
    super(isForbidden(reason) ? 'SignInRefused' : 'SignInInvalid', detail ?? sentenceOf(reason));
    this.name = 'WorkloadRefusal';
    this.reason = reason;
    this.identity = identity;
  }

  override get auditCode(): string {
    return this.reason;
  }
}

function sentenceOf(reason: WorkloadReason): string {
  return isForbidden(reason) ? forbidden[reason] : `The vault does not accept the token. ${invalid[reason]}`;
}

function isForbidden(reason: WorkloadReason): reason is keyof typeof forbidden {
  return Object.hasOwn(forbidden, reason);
}
