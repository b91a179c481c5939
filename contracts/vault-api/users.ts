import Type, { type Static } from 'typebox';

export const PersonRole = Type.Union([
  Type.Literal('admin'),
  Type.Literal('author'),
  Type.Literal('reviewer'),
]);
export type PersonRole = Static<typeof PersonRole>;

export const User = Type.Object({
  id: Type.String(),
  name: Type.String(),
  email: Type.Optional(Type.String()),
  /**
   * `none` means that the identity provider no longer gives the user a role; such a user also has no keys.
   */
  role: Type.Union([...PersonRole.anyOf, Type.Literal('none')]),
  createdAt: Type.String(),
  updatedAt: Type.String(),
  /** When the user was disabled. Keys issued before that time are permanently invalid. */
  disabledAt: Type.Optional(Type.String()),
});
export type User = Static<typeof User>;

const name = Type.String({ minLength: 1, maxLength: 128 });
const email = Type.String({ minLength: 3, maxLength: 254, pattern: '^[^@\\s]+@[^@\\s]+$' });
const identity = Type.String({ minLength: 1, maxLength: 255 });

/** `POST /v1/accounts/{accountId}/users` */
export const NewUser = Type.Object(
  {
    name,
    role: PersonRole,
    email: Type.Optional(email),
    /** OpenID Connect issuer and subject. Set both or neither. */
    issuer: Type.Optional(identity),
    subject: Type.Optional(identity),
  },
  { additionalProperties: false },
);
export type NewUser = Static<typeof NewUser>;

/** `PATCH /v1/accounts/{accountId}/users/{userId}`: absent properties are unchanged. */
export const UserChange = Type.Object(
  {
    name: Type.Optional(name),
    role: Type.Optional(PersonRole),
    email: Type.Optional(email),
    /**
     * If true, all of the user's keys are immediately and permanently revoked. If false, the user can get new
     * ones.
     */
    disabled: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type UserChange = Static<typeof UserChange>;

/** `GET /v1/accounts/{accountId}/users?limit&cursor` */
export const UserPage = Type.Object({
  users: Type.Array(User),
  nextCursor: Type.Optional(Type.String()),
});
export type UserPage = Static<typeof UserPage>;
