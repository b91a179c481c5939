import Type, { type Static } from 'typebox';
import { limits } from '../secret.ts';
import { AccessEnds } from './access.ts';

export const Kind = Type.Union([Type.Literal('single'), Type.Literal('key_value')]);

/** A secret as people see it: everything but the value. */
export const SecretMetadata = Type.Object({
  name: Type.String(),
  kind: Kind,
  fields: Type.Array(Type.String()),
  description: Type.String(),
  /** Ids of the agents on the access list, sorted. */
  agentIds: Type.Array(Type.String()),
  ends: AccessEnds,
  /** Version of the value, from 1. */
  version: Type.Integer({ minimum: 1 }),
  createdAt: Type.String(),
  updatedAt: Type.String(),
  /** Counts changes of everything here, from 1. */
  revision: Type.Integer({ minimum: 1 }),
  /** Goes into `If-Match`, in double quotes: no other secret ever has it, of the same name neither. */
  etag: Type.String(),
  /** Present when nobody should use it any more. */
  deprecated: Type.Optional(Type.Object({ replacement: Type.Optional(Type.String()) })),
  /** Present while it is deleted and can be undeleted; after `purgeAfter` it is gone. */
  deletedAt: Type.Optional(Type.String()),
  purgeAfter: Type.Optional(Type.String()),
});
export type SecretMetadata = Static<typeof SecretMetadata>;

/** Stored as it is sent, spaces and line ends too; never empty. */
const Text = Type.String({ minLength: 1, maxLength: limits.valueBytes });
const Fields = Type.Record(Type.String(), Text, { maxProperties: limits.fields });

/** A value travels in this direction only: from a person into the vault. */
const SecretValue = Type.Union(
  [Text, Type.Record(Type.String(), Text, { minProperties: 1, maxProperties: limits.fields })],
  {
    description:
      'A text for single, texts by their names for key_value. No text is empty. All of it is stored as it is sent, spaces and line ends too.',
  },
);
/** A string for `single`, a dictionary for `key_value`. */
export type SecretValue = Static<typeof SecretValue>;

/** `POST /v1/accounts/{accountId}/secrets` */
export const NewSecret = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: limits.nameLength }),
    kind: Kind,
    value: SecretValue,
    description: Type.Optional(Type.String({ maxLength: limits.descriptionLength })),
    agentIds: Type.Optional(Type.Array(Type.String())),
  },
  { additionalProperties: false },
);
export type NewSecret = Static<typeof NewSecret>;

/** `PATCH /v1/accounts/{accountId}/secrets/{name}` with `If-Match`; what is absent stays. */
export const SecretChange = Type.Object(
  {
    description: Type.Optional(Type.String({ maxLength: limits.descriptionLength })),
    /** A new value becomes a new version. */
    value: Type.Optional(
      Type.Union([Type.String({ maxLength: limits.valueBytes }), Fields], {
        description:
          'The whole new value. "" and {} keep the stored one, as a form that was left empty does; a change of nothing else is refused. No field is empty.',
      }),
    ),
    /** Single fields of a key/value secret; all others stay as they are. A new version, too. */
    fields: Type.Optional(
      Type.Object(
        {
          /** Adds fields and replaces those that are there. */
          set: Type.Optional(Fields),
          remove: Type.Optional(Type.Array(Type.String(), { maxItems: limits.fields, uniqueItems: true })),
        },
        { additionalProperties: false },
      ),
    ),
    /** `null` says that it can be used again. */
    deprecated: Type.Optional(
      Type.Union([
        Type.Null(),
        Type.Object(
          { replacement: Type.Optional(Type.String({ minLength: 1, maxLength: limits.nameLength })) },
          { additionalProperties: false },
        ),
      ]),
    ),
  },
  { additionalProperties: false },
);
export type SecretChange = Static<typeof SecretChange>;

/** `GET …/secrets/{name}/versions?limit&cursor`, newest first. */
export const VersionPage = Type.Object({
  versions: Type.Array(
    Type.Object({
      version: Type.Integer({ minimum: 1 }),
      kind: Kind,
      fields: Type.Array(Type.String()),
      createdAt: Type.String(),
      /** The actor, as in the audit log. */
      createdBy: Type.String(),
      /** Whether agents read this one. */
      current: Type.Boolean(),
    }),
  ),
  nextCursor: Type.Optional(Type.String()),
});
export type VersionPage = Static<typeof VersionPage>;

/** `GET /v1/accounts/{accountId}/secrets?limit&cursor&prefix&agentId&kind&includeDeleted` */
export const SecretPage = Type.Object({
  secrets: Type.Array(SecretMetadata),
  nextCursor: Type.Optional(Type.String()),
});
export type SecretPage = Static<typeof SecretPage>;

/** `GET /v1/agents/{agentId}/secrets/{name}/value`: run time only, agent tokens only. */
export const SecretReading = Type.Object({
  name: Type.String(),
  kind: Kind,
  version: Type.Integer(),
  value: Type.Union([Type.String(), Type.Record(Type.String(), Type.String())]),
});
export type SecretReading = Static<typeof SecretReading>;
