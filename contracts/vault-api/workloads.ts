import Type, { type Static } from 'typebox';
import { IssuedToken } from './identity.ts';

export const workloadTokenLength = 16_384;

const claimName = Type.String({ minLength: 1, maxLength: 128, pattern: '^[\\x21-\\x7e]+$' });
/** Only printable ASCII, so that strings that look identical are identical. */
const text = Type.String({ minLength: 1, maxLength: 255, pattern: '^[\\x20-\\x7e]+$' });

/** The name of a claim in a token, or the path to a nested claim: `["kubernetes.io", "namespace"]`. */
export const ClaimPath = Type.Union([claimName, Type.Array(claimName, { minItems: 2, maxItems: 8 })]);
export type ClaimPath = Static<typeof ClaimPath>;

/** The required value of a claim. Claims that are not strings never match. */
export const ClaimCondition = Type.Union([
  Type.Object({ claim: ClaimPath, equals: text }, { additionalProperties: false }),
  Type.Object(
    {
      claim: ClaimPath,
      /**
       * Ends with `/` or `:`, so that `refs/heads/release/` does not match `refs/heads/release-of-others`.
       */
      startsWith: Type.String({ minLength: 2, maxLength: 255, pattern: '^[\\x20-\\x7e]+[/:]$' }),
    },
    { additionalProperties: false },
  ),
]);
export type ClaimCondition = Static<typeof ClaimCondition>;

/** `POST /v1/accounts/{accountId}/identities` */
export const NewWorkloadIdentity = Type.Object(
  {
    agentId: Type.String({ minLength: 1, maxLength: 128 }),
    /** Its purpose, which becomes the name of the tokens issued through it. */
    name: Type.String({ minLength: 1, maxLength: 128 }),
    /** One of the issuers that the vault's operator trusts. */
    issuer: Type.String({ minLength: 1, maxLength: 255 }),
    /** All conditions must match. */
    claims: Type.Array(ClaimCondition, { minItems: 1, maxItems: 16 }),
    /** Lifetime of the agent's token, in minutes; 15 by default. */
    tokenMinutes: Type.Optional(Type.Integer({ minimum: 5, maximum: 60 })),
  },
  { additionalProperties: false },
);
export type NewWorkloadIdentity = Static<typeof NewWorkloadIdentity>;

/** Lets a workload act as an agent. Immutable: to change one, add a new one and remove the old one. */
export const WorkloadIdentity = Type.Object({
  /** Not confidential: workloads send this ID when they sign in. */
  id: Type.String(),
  agentId: Type.String(),
  name: Type.String(),
  issuer: Type.String(),
  claims: Type.Array(ClaimCondition),
  tokenMinutes: Type.Integer(),
  createdAt: Type.String(),
});
export type WorkloadIdentity = Static<typeof WorkloadIdentity>;

export const WorkloadIdentityPage = Type.Object({
  identities: Type.Array(WorkloadIdentity),
  nextCursor: Type.Optional(Type.String()),
});
export type WorkloadIdentityPage = Static<typeof WorkloadIdentityPage>;

/** `POST /v1/agents/sign-in` */
export const AgentSignIn = Type.Object(
  {
    identityId: Type.String({ minLength: 1, maxLength: 128 }),
    /** The platform's signed token (JWT). */
    token: Type.String({ minLength: 1, maxLength: workloadTokenLength }),
  },
  { additionalProperties: false },
);
export type AgentSignIn = Static<typeof AgentSignIn>;

/** A short-lived token for the agent; no other response contains it. */
export const AgentSession = Type.Object({
  ...Type.Pick(IssuedToken, ['id', 'token', 'name', 'expiresAt']).properties,
  agentId: Type.String(),
});
export type AgentSession = Static<typeof AgentSession>;
