import Type, { type Static } from 'typebox';
import { limits } from '../secret.ts';

/** Expiry of each grant that expires, by agent; absent if no grant expires. ISO 8601, UTC. */
export const AccessEnds = Type.Optional(
  Type.Array(Type.Object({ agentId: Type.String(), until: Type.String() })),
);

/** `GET /v1/accounts/{accountId}/secrets/{name}/access`; the `ETag` header is `"<etag>"`. */
export const AccessList = Type.Object({
  name: Type.String(),
  agentIds: Type.Array(Type.String()),
  ends: AccessEnds,
  /** Change counter of this access list, starting at 1. */
  version: Type.Integer({ minimum: 1 }),
  /** Sent in `If-Match` with double quotes, and in `access-changes` without them. Unique to this list. */
  etag: Type.String(),
  updatedAt: Type.String(),
  /** Present if the secret should no longer be used. */
  deprecated: Type.Optional(Type.Object({ replacement: Type.Optional(Type.String()) })),
});
export type AccessList = Static<typeof AccessList>;

const delta = {
  grant: Type.Optional(Type.Array(Type.String(), { uniqueItems: true })),
  revoke: Type.Optional(Type.Array(Type.String(), { uniqueItems: true })),
  /** When the new grants expire; `null` means never. If absent, existing grants keep their expiry. */
  until: Type.Optional(Type.Union([Type.String({ format: 'date-time' }), Type.Null()])),
};

/** `PATCH …/access` with `If-Match`: the agents to add and remove, never the entire list. */
export const AccessChange = Type.Object(delta, { additionalProperties: false });
export type AccessChange = Static<typeof AccessChange>;

/** `POST /v1/accounts/{accountId}/access-changes`: either all changes are applied or none are. */
export const AccessChanges = Type.Object(
  {
    changes: Type.Array(
      Type.Object(
        {
          name: Type.String({ minLength: 1, maxLength: limits.nameLength }),
          /** The ETag of the access list on which the change is based. */
          etag: Type.String({ minLength: 1, maxLength: 200 }),
          ...delta,
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 500 },
    ),
  },
  { additionalProperties: false },
);
export type AccessChanges = Static<typeof AccessChanges>;

/** The lists after the change, in the same order as the changes. */
export const ChangedAccess = Type.Object({ lists: Type.Array(AccessList) });
export type ChangedAccess = Static<typeof ChangedAccess>;
