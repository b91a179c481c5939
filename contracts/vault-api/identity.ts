import Type, { type Static } from 'typebox';

/** People have the first three roles; processes have `agent`. */
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
  /** Who is behind the ids of the audit log: people, and keys without what they are known by. */
  Type.Literal('people:list'),
  Type.Literal('tokens:write'),
  Type.Literal('users:write'),
  /** Also while the vault is switched off for the account: who has it can switch it on. */
  Type.Literal('account:write'),
  Type.Literal('audit:read'),
  Type.Literal('value:read'),
  Type.Literal('environment:own'),
  /** Of a sandbox session, for the environment of its user alone. */
  Type.Literal('environment:read'),
]);
export type Right = Static<typeof Right>;

/** `GET /v1/me` */
export const Identity = Type.Object({
  /** Stable id of the credential's owner; also the audit log's actor. */
  id: Type.String(),
  name: Type.String(),
  role: Role,
  accountId: Type.String(),
  accountName: Type.String(),
  /** Set for `agent` only: the one agent this token speaks for. */
  agentId: Type.Optional(Type.String()),
  /** The person it speaks for, whose own environment secrets it can manage. */
  userId: Type.Optional(Type.String()),
  rights: Type.Array(Right),
  vaultEnabled: Type.Boolean(),
  expiresAt: Type.Optional(Type.String()),
});
export type Identity = Static<typeof Identity>;

/** `POST /v1/accounts/{accountId}/tokens` */
export const NewToken = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 128 }),
    role: Role,
    /** Required for, and only for, the role `agent`. */
    agentId: Type.Optional(Type.String({ minLength: 1 })),
    /** The person it speaks for: it never may more than that person, and ends with them. */
    userId: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
    /** Networks it may be used from, such as `10.1.0.0/16` or `2001:db8::7`; anywhere when absent. */
    addresses: Type.Optional(
      Type.Array(Type.String({ minLength: 2, maxLength: 49 }), { uniqueItems: true, maxItems: 32 }),
    ),
    expiresAt: Type.Optional(
      Type.String({
        format: 'date-time',
        description:
          'ISO 8601; the default is 90 days from now. An end later than the vault allows is refused with InvalidInput: its operator sets the longest lifetime, 366 days by default.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type NewToken = Static<typeof NewToken>;

/** The only answer that ever holds a token; it is not stored and cannot be asked for again. */
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

/** `GET /v1/accounts/{accountId}/tokens`: everything of a token but the token. */
export const TokenMetadata = Type.Object({
  id: Type.String(),
  name: Type.String(),
  role: Role,
  agentId: Type.Optional(Type.String()),
  userId: Type.Optional(Type.String()),
  addresses: Type.Array(Type.String()),
  createdAt: Type.String(),
  /**
   * Who issued it: the id of a user, or of a key that speaks for none; `operator`, or `sign-in`. Null for
   * tokens of a time when this was not kept. Absent from vaults that do not keep it.
   */
  issuedBy: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  /** Of the user who issued it. */
  issuedByName: Type.Optional(Type.String()),
  expiresAt: Type.String(),
  revokedAt: Type.Optional(Type.String()),
  /** To the hour. */
  lastUsedAt: Type.Optional(Type.String()),
});
export type TokenMetadata = Static<typeof TokenMetadata>;

export const TokenPage = Type.Object({
  tokens: Type.Array(TokenMetadata),
  nextCursor: Type.Optional(Type.String()),
});
export type TokenPage = Static<typeof TokenPage>;

/** `POST /v1/accounts/{accountId}/tokens:revoke`: everything that was issued before a time. */
export const RevokeIssuedBefore = Type.Object(
  {
    issuedBefore: Type.String({ format: 'date-time' }),
    /** True: nothing is revoked, and the answer says what would be. */
    dryRun: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type RevokeIssuedBefore = Static<typeof RevokeIssuedBefore>;

/** How many counted until now. The key that asked stays. */
export const RevokedCredentials = Type.Object({
  /** Keys that admins or the operator issued. */
  tokens: Type.Integer(),
  signIns: Type.Integer(),
  sandboxes: Type.Integer(),
  /** Whether the key that asked was issued before that time: it is the only one of them that is left. */
  keptOwn: Type.Boolean(),
});
export type RevokedCredentials = Static<typeof RevokedCredentials>;
