import Type, { type Static } from 'typebox';

const Decision = Type.Union([Type.Literal('allowed'), Type.Literal('denied'), Type.Literal('failed')]);

/** A decision that the vault made. Contains no value and nothing derived from a value. */
export const AuditEvent = Type.Object({
  /** Position in the log, starting at 1. */
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
  /** When the grant or the first approval expires; absent if it does not expire. ISO 8601, UTC. */
  until: Type.Optional(Type.String()),
  revoked: Type.Array(Type.String()),
  /** ID of the user, token, session or request to which the action applied. */
  targetId: Type.Optional(Type.String()),
  /** The user that the actor's key belongs to. */
  userId: Type.Optional(Type.String()),
  /** Network address from which the request came. */
  address: Type.Optional(Type.String()),
  requestId: Type.String(),
});
export type AuditEvent = Static<typeof AuditEvent>;

const word = Type.String({ minLength: 1, maxLength: 128 });
const time = Type.String({ format: 'date-time', maxLength: 64 });

/** Filters for `GET /v1/accounts/{accountId}/audit-events`. */
export const AuditQuery = {
  action: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 2048,
      description: 'Comma-separated actions; `token.*` matches every action that starts with `token.`.',
    }),
  ),
  secretName: Type.Optional(word),
  agentId: Type.Optional(word),
  actorId: Type.Optional(word),
  /** The user that the actor's key belongs to. */
  userId: Type.Optional(word),
  decision: Type.Optional(Decision),
  /** Only entries that were written at this time or later. */
  since: Type.Optional(time),
  /** Only entries that were written before this time. */
  until: Type.Optional(time),
} as const;

/**
 * The old entries that were pruned. They may exist only in exported segments; the vault returns only later
 * entries.
 */
export const PrunedEntries = Type.Object({
  /** Entries 1 through this one were pruned. */
  through: Type.Integer({ minimum: 1 }),
  /** When the last pruned entry was written. */
  lastAt: Type.String(),
  /** When the entries were pruned. */
  at: Type.String(),
});
export type PrunedEntries = Static<typeof PrunedEntries>;

/**
 * Newest first. A page may have fewer entries than requested, or none, and still be followed by another page.
 */
export const AuditPage = Type.Object({
  events: Type.Array(AuditEvent),
  nextCursor: Type.Optional(Type.String()),
  pruned: Type.Optional(PrunedEntries),
});
export type AuditPage = Static<typeof AuditPage>;

/** `GET /v1/accounts/{accountId}/audit-events:verify`: verifies the vault's entire log and its signatures. */
export const AuditVerdict = Type.Object({
  intact: Type.Boolean(),
  /**
   * Number of unchanged entries, counting from the first. Pruned entries are counted based on the vault's
   * signature.
   */
  entries: Type.Integer(),
  /** Number of signed checkpoints that match those entries. */
  checkpoints: Type.Integer(),
  /** The first error, and the entry that contains it. */
  fault: Type.Optional(Type.Object({ seq: Type.Integer(), what: Type.String() })),
  pruned: Type.Optional(PrunedEntries),
});
export type AuditVerdict = Static<typeof AuditVerdict>;
