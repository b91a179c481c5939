import Type, { type Static } from 'typebox';
import { environmentLimits } from '../environments.ts';

/** A naming rule: ordered environments with the suffixes of their secrets' names; empty if there is none. */
export const NamedEnvironments = Type.Array(Type.Object({ name: Type.String(), suffix: Type.String() }));

const NewEnvironments = Type.Array(
  Type.Object(
    {
      name: Type.String({ minLength: 1, maxLength: environmentLimits.nameLength }),
      suffix: Type.String({ minLength: 1, maxLength: environmentLimits.suffixLength }),
    },
    { additionalProperties: false },
  ),
  {
    maxItems: environmentLimits.count,
    description:
      'The environments of the account, in display order. The names of the secrets of an environment end with its suffix.',
  },
);

/** `GET /v1/accounts/{accountId}`; the `ETag` header is `"<revision>"`. */
export const Account = Type.Object({
  id: Type.String(),
  name: Type.String(),
  /** If false, the vault returns no other resource of the account. */
  vaultEnabled: Type.Boolean(),
  /**
   * If true, no one can grant access alone: access must be requested, and two admins other than the requester
   * must approve it.
   */
  secondApprover: Type.Boolean(),
  /** Whether AI assistants may use the tools of Agent Secrets on behalf of the account's users. */
  assistants: Type.Boolean(),
  environments: NamedEnvironments,
  createdAt: Type.String(),
  /** Change counter; sent in `If-Match`. */
  revision: Type.Integer({ minimum: 1 }),
});
export type Account = Static<typeof Account>;

/** `PATCH /v1/accounts/{accountId}` with `If-Match`; absent properties are unchanged. */
export const AccountChange = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
    vaultEnabled: Type.Optional(Type.Boolean()),
    secondApprover: Type.Optional(Type.Boolean()),
    assistants: Type.Optional(Type.Boolean()),
    environments: Type.Optional(NewEnvironments),
  },
  { additionalProperties: false },
);
export type AccountChange = Static<typeof AccountChange>;
