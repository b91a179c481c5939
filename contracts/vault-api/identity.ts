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
  Type.Literal('tokens:write'),
  Type.Literal('value:read'),
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
    /** ISO 8601; the default is 90 days from now. */
    expiresAt: Type.Optional(Type.String({ format: 'date-time' })),
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
  expiresAt: Type.String(),
});
export type IssuedToken = Static<typeof IssuedToken>;
