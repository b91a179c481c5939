import Type, { type Static } from 'typebox';

const Decision = Type.Union([Type.Literal('allowed'), Type.Literal('denied'), Type.Literal('failed')]);

/** One decision of the vault. It holds no value and no function of a value. */
export const AuditEvent = Type.Object({
  /** Place in the log, from 1. */
  seq: Type.Integer({ minimum: 1 }),
  at: Type.String(),
  actorId: Type.String(),
  actorRole: Type.String(),
  action: Type.String(),
  decision: Decision,
  /** Code of the problem that was answered, or more exactly why a sign-in was refused. */
  code: Type.Optional(Type.String()),
  secretName: Type.Optional(Type.String()),
  agentId: Type.Optional(Type.String()),
  version: Type.Optional(Type.Integer()),
  /** Of `token.uses-refused`: how many uses were refused since the entry before about the same. */
  count: Type.Optional(Type.Integer({ minimum: 1 })),
  granted: Type.Array(Type.String()),
  /** When what was granted, or approved first, ends by itself; absent when it does not. ISO 8601, UTC. */
  until: Type.Optional(Type.String()),
  revoked: Type.Array(Type.String()),
  /** Id of the user, token, session or request that the action was about. */
  targetId: Type.Optional(Type.String()),
  /** The person that the actor's key speaks for. */
  userId: Type.Optional(Type.String()),
  /** Network address that the request came from. */
  address: Type.Optional(Type.String()),
  requestId: Type.String(),
});
export type AuditEvent = Static<typeof AuditEvent>;

const word = Type.String({ minLength: 1, maxLength: 128 });

/** What `GET /v1/accounts/{accountId}/audit-events` can be narrowed down to. */
export const AuditQuery = {
  action: Type.Optional(word),
  secretName: Type.Optional(word),
  agentId: Type.Optional(word),
  actorId: Type.Optional(word),
  decision: Type.Optional(Decision),
} as const;

/** Old entries may be in exported segments only: the vault answers with those that came later. */
export const PrunedEntries = Type.Object({
  /** Entries from 1 to this one were pruned. */
  through: Type.Integer({ minimum: 1 }),
  /** When the last of them was written. */
  lastAt: Type.String(),
  /** When they were pruned. */
  at: Type.String(),
});
export type PrunedEntries = Static<typeof PrunedEntries>;

/** Newest first. A page may hold fewer than asked for, even none, and still have a next one. */
export const AuditPage = Type.Object({
  events: Type.Array(AuditEvent),
  nextCursor: Type.Optional(Type.String()),
  pruned: Type.Optional(PrunedEntries),
});
export type AuditPage = Static<typeof AuditPage>;

/** `GET /v1/accounts/{accountId}/audit-events:verify`: the whole log of the vault and its signatures. */
export const AuditVerdict = Type.Object({
  intact: Type.Boolean(),
  /** Entries that are as the vault wrote them, from the first on; pruned ones by the vault's signature. */
  entries: Type.Integer(),
  /** Signed checkpoints that agree with them. */
  checkpoints: Type.Integer(),
  /** The first thing that is wrong, and the entry it is about. */
  fault: Type.Optional(Type.Object({ seq: Type.Integer(), what: Type.String() })),
  pruned: Type.Optional(PrunedEntries),
});
export type AuditVerdict = Static<typeof AuditVerdict>;
