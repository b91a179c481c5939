import Type, { type Static } from 'typebox';
import { NamedEnvironments } from './accounts.ts';

/** Users have one of the first three roles; processes have `agent`. */
export const Role = Type.Union([
  Type.Literal('admin'),
  Type.Literal('author'),
  Type.Literal('reviewer'),
  Type.Literal('agent'),
]);
export type Role = Static<typeof Role>;

export const Right = Type.Union([
  Type.Literal('catalog:read'),
  Type.Literal('secrets:list'),
  Type.Literal('secrets:write'),
  Type.Literal('access:write'),
  Type.Literal('requests:write'),
  Type.Literal('agents:list'),
  Type.Literal('agents:write'),
  /** Lists users, and keys without their tokens, to resolve the IDs in the audit log. */
  Type.Literal('people:list'),
  Type.Literal('tokens:write'),
  Type.Literal('users:write'),
  /** Also allowed while the vault is disabled for the account, so that it can be enabled again. */
  Type.Literal('account:write'),
  Type.Literal('audit:read'),
  Type.Literal('value:read'),
  Type.Literal('environment:own'),
  /** Allows a sandbox session to read its user's environment and nothing else. */
  Type.Literal('environment:read'),
]);
export type Right = Static<typeof Right>;

/** `GET /v1/me` */
export const Identity = Type.Object({
  /** Stable ID of the credential's owner; also the actor in the audit log. */
  id: Type.String(),
  name: Type.String(),
  role: Role,
  accountId: Type.String(),
  accountName: Type.String(),
  /** Only for `agent`: the single agent that this token can act as. */
  agentId: Type.Optional(Type.String()),
  /** The user that the credential belongs to, whose environment secrets it can manage. */
  userId: Type.Optional(Type.String()),
  rights: Type.Array(Right),
  vaultEnabled: Type.Boolean(),
  /** The naming rule of the account, for callers that can list its secrets; absent if there is none. */
  environments: Type.Optional(NamedEnvironments),
  expiresAt: Type.Optional(Type.String()),
});
export type Identity = Static<typeof Identity>;

/** `POST /v1/accounts/{accountId}/tokens` */
export const NewToken = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 128 }),
    role: Role,
    /** Required for the role `agent`; not allowed for other roles. */
    agentId: Type.Optional(Type.String({ minLength: 1 })),
    /**
     * The user that the token belongs to. It never has more permissions than that user and is revoked with
     * them.
     */
    userId: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
    /** Networks from which it can be used, such as `10.1.0.0/16` or `2001:db8::7`; any network if absent. */
    addresses: Type.Optional(
      Type.Array(Type.String({ minLength: 2, maxLength: 49 }), { uniqueItems: true, maxItems: 32 }),
    ),
    expiresAt: Type.Optional(
      Type.String({
        format: 'date-time',
        description:
          'ISO 8601; default: 90 days from now. A time after the longest lifetime is rejected with InvalidInput. The operator of the vault sets that lifetime; default: 366 days.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type NewToken = Static<typeof NewToken>;

/** The only response that contains the token, which is not stored and cannot be retrieved again. */
export const IssuedToken = Type.Object({
  id: Type.String(),
  token: Type.String(),
  name: Type.String(),
  role: Role,
  agentId: Type.Optional(Type.String()),
  userId: Type.Optional(Type.String()),
  addresses: Type.Optional(Type.Array(Type.String())),
  expiresAt: Type.String(),
});
export type IssuedToken = Static<typeof IssuedToken>;

/** `GET /v1/accounts/{accountId}/tokens`: everything about a token except the token itself. */
export const TokenMetadata = Type.Object({
  id: Type.String(),
  name: Type.String(),
  role: Role,
  agentId: Type.Optional(Type.String()),
  userId: Type.Optional(Type.String()),
  addresses: Type.Array(Type.String()),
  createdAt: Type.String(),
  /**
   * The issuer: the ID of a user or of a key without a user, `operator`, or `sign-in`. Null for tokens issued
   * before the vault recorded issuers; absent if the vault does not record them.
   */
  issuedBy: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  /** Name of the user who issued the token. */
  issuedByName: Type.Optional(Type.String()),
  expiresAt: Type.String(),
  revokedAt: Type.Optional(Type.String()),
  /** Rounded to the hour. */
  lastUsedAt: Type.Optional(Type.String()),
});
export type TokenMetadata = Static<typeof TokenMetadata>;

export const TokenPage = Type.Object({
  tokens: Type.Array(TokenMetadata),
  nextCursor: Type.Optional(Type.String()),
});
export type TokenPage = Static<typeof TokenPage>;

/** `POST /v1/accounts/{accountId}/tokens:revoke`: revokes everything issued before a given time. */
export const RevokeIssuedBefore = Type.Object(
  {
    issuedBefore: Type.String({ format: 'date-time' }),
    /** If true, nothing is revoked; the response reports what would be. */
    dryRun: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type RevokeIssuedBefore = Static<typeof RevokeIssuedBefore>;

/**
 * The number of revoked credentials. Includes expired ones, because the clock may be wrong. The key used for
 * the request is not revoked.
 */
export const RevokedCredentials = Type.Object({
  /** Keys issued by admins or the operator. */
  tokens: Type.Integer(),
  signIns: Type.Integer(),
  sandboxes: Type.Integer(),
  /**
   * Whether the key used for the request was issued before that time. It is the only such key that remains
   * valid.
   */
  keptOwn: Type.Boolean(),
});
export type RevokedCredentials = Static<typeof RevokedCredentials>;
