import Type, { type Static } from 'typebox';

/** Roles of people. */
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
  /** `none`: their identity provider gives them no role any more; they have no key either. */
  role: Type.Union([...PersonRole.anyOf, Type.Literal('none')]),
  createdAt: Type.String(),
  updatedAt: Type.String(),
  /** Since when none of their keys counts; the keys of before have ended for good. */
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
    /** Issuer and subject of OpenID Connect, both or none. */
    issuer: Type.Optional(identity),
    subject: Type.Optional(identity),
  },
  { additionalProperties: false },
);
export type NewUser = Static<typeof NewUser>;

/** `PATCH /v1/accounts/{accountId}/users/{userId}`: what is absent stays. */
export const UserChange = Type.Object(
  {
    name: Type.Optional(name),
    role: Type.Optional(PersonRole),
    email: Type.Optional(email),
    /** True: all their keys end immediately, and for good. False: they can have new ones. */
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
