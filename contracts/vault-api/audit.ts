import Type, { type Static } from 'typebox';

const Decision = Type.Union([Type.Literal('allowed'), Type.Literal('denied'), Type.Literal('failed')]);

/** One decision of the vault. Contains no value and nothing derived from a value. */
export const AuditEvent = Type.Object({
  /** Position in the log, from 1. */
  seq: Type.Integer({ minimum: 1 }),
  at: Type.String(),
  actorId: Type.String(),
  actorRole: Type.String(),
  action: Type.String(),
  decision: Decision,
  /** Code of the returned problem, or a more specific reason why a sign-in was refused. */
  code: Type.Optional(Type.String()),
  secretName: Type.Optional(Type.String()),
  agentId: Type.Optional(Type.String()),
  version: Type.Optional(Type.Integer()),
  /** For `token.uses-refused`: the number of refused uses since the previous entry of the same group. */
  count: Type.Optional(Type.Integer({ minimum: 1 })),
  granted: Type.Array(Type.String()),
  /** When the grant or the first approval expires; absent if it does not. ISO 8601, UTC. */
  until: Type.Optional(Type.String()),
  revoked: Type.Array(Type.String()),
  /** ID of the user, token, session or request that the action applied to. */
  targetId: Type.Optional(Type.String()),
  /** The user that the actor's key belongs to. */
  userId: Type.Optional(Type.String()),
  /** Network address that the request came from. */
  address: Type.Optional(Type.String()),
  requestId: Type.String(),
});
export type AuditEvent = Static<typeof AuditEvent>;

const word = Type.String({ minLength: 1, maxLength: 128 });

/** Filters for `GET /v1/accounts/{accountId}/audit-events`. */
export const AuditQuery = {
  action: Type.Optional(word),
  secretName: Type.Optional(word),
  agentId: Type.Optional(word),
  actorId: Type.Optional(word),
  decision: Type.Optional(Decision),
} as const;

/** Old entries may exist in exported segments only; the vault returns the later ones. */
export const PrunedEntries = Type.Object({
  /** Entries from 1 to this one were pruned. */
  through: Type.Integer({ minimum: 1 }),
  /** When the last of them was written. */
  lastAt: Type.String(),
  /** When they were pruned. */
  at: Type.String(),
});
export type PrunedEntries = Static<typeof PrunedEntries>;

/** Newest first. A page may contain fewer entries than requested, or none, and still have a next page. */
export const AuditPage = Type.Object({
  events: Type.Array(AuditEvent),
  nextCursor: Type.Optional(Type.String()),
  pruned: Type.Optional(PrunedEntries),
});
export type AuditPage = Static<typeof AuditPage>;

/** `GET /v1/accounts/{accountId}/audit-events:verify`: verifies the vault's whole log and its signatures. */
export const AuditVerdict = Type.Object({
  intact: Type.Boolean(),
  /** Entries that are unchanged, counted from the first; pruned ones according to the vault's signature. */
  entries: Type.Integer(),
  /** Signed checkpoints that match them. */
  checkpoints: Type.Integer(),
  /** The first error, and the entry it concerns. */
  fault: Type.Optional(Type.Object({ seq: Type.Integer(), what: Type.String() })),
  pruned: Type.Optional(PrunedEntries),
});
export type AuditVerdict = Static<typeof AuditVerdict>;
