import Type, { type Static } from 'typebox';

/** `GET /v1/accounts/{accountId}/secrets/{name}/access`; the `ETag` header is `"<version>"`. */
export const AccessList = Type.Object({
  name: Type.String(),
  agentIds: Type.Array(Type.String()),
  /** Counts changes of this access list, from 1; goes into `If-Match`. */
  version: Type.Integer({ minimum: 1 }),
  updatedAt: Type.String(),
});
export type AccessList = Static<typeof AccessList>;

/** `PATCH …/access` with `If-Match`: what to add and what to remove, never the whole list. */
export const AccessChange = Type.Object(
  {
    grant: Type.Optional(Type.Array(Type.String(), { uniqueItems: true })),
    revoke: Type.Optional(Type.Array(Type.String(), { uniqueItems: true })),
  },
  { additionalProperties: false },
);
export type AccessChange = Static<typeof AccessChange>;
