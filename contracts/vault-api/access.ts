import Type, { type Static } from 'typebox';
import { limits } from '../secret.ts';

/** When grants end by themselves, by agent; absent when none does. ISO 8601, UTC. */
export const AccessEnds = Type.Optional(
  Type.Array(Type.Object({ agentId: Type.String(), until: Type.String() })),
);

/** `GET /v1/accounts/{accountId}/secrets/{name}/access`; the `ETag` header is `"<etag>"`. */
export const AccessList = Type.Object({
  name: Type.String(),
  agentIds: Type.Array(Type.String()),
  ends: AccessEnds,
  /** Counts changes of this access list, from 1. */
  version: Type.Integer({ minimum: 1 }),
  /** Goes into `If-Match`, in double quotes, and into `access-changes`, without: no other list ever has it. */
  etag: Type.String(),
  updatedAt: Type.String(),
});
export type AccessList = Static<typeof AccessList>;

const delta = {
  grant: Type.Optional(Type.Array(Type.String(), { uniqueItems: true })),
  revoke: Type.Optional(Type.Array(Type.String(), { uniqueItems: true })),
  /** When what is granted ends; `null`: never. Absent: who is on the list keeps the end they have. */
  until: Type.Optional(Type.Union([Type.String({ format: 'date-time' }), Type.Null()])),
};

/** `PATCH …/access` with `If-Match`: what to add and what to remove, never the whole list. */
export const AccessChange = Type.Object(delta, { additionalProperties: false });
export type AccessChange = Static<typeof AccessChange>;

/** `POST /v1/accounts/{accountId}/access-changes`: all of them are done, or none. */
export const AccessChanges = Type.Object(
  {
    changes: Type.Array(
      Type.Object(
        {
          name: Type.String({ minLength: 1, maxLength: limits.nameLength }),
          /** Of the access list that the change was decided on. */
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

/** The lists after the change, in the order of the changes. */
export const ChangedAccess = Type.Object({ lists: Type.Array(AccessList) });
export type ChangedAccess = Static<typeof ChangedAccess>;
