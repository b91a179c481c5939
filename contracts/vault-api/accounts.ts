import Type, { type Static } from 'typebox';

/** `GET /v1/accounts/{accountId}`; the `ETag` header is `"<revision>"`. */
export const Account = Type.Object({
  id: Type.String(),
  name: Type.String(),
  /** False: the vault answers nothing of the account but this. */
  vaultEnabled: Type.Boolean(),
  /** True: nobody grants access alone. It is asked for, and two admins other than who asked approve it. */
  secondApprover: Type.Boolean(),
  createdAt: Type.String(),
  /** Counts changes; goes into `If-Match`. */
  revision: Type.Integer({ minimum: 1 }),
});
export type Account = Static<typeof Account>;

/** `PATCH /v1/accounts/{accountId}` with `If-Match`; what is absent stays. */
export const AccountChange = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
    vaultEnabled: Type.Optional(Type.Boolean()),
    secondApprover: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type AccountChange = Static<typeof AccountChange>;
