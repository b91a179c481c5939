import Type, { type Static } from 'typebox';
import { limits } from '../secret.ts';
import { AccessEnds } from './access.ts';
import { NewUpkeep, Upkeep, UpkeepChange } from '../upkeep.ts';

export const Kind = Type.Union([Type.Literal('single'), Type.Literal('key_value')]);

/** A secret as users see it: everything except the value. */
export const SecretMetadata = Type.Object({
  name: Type.String(),
  kind: Kind,
  fields: Type.Array(Type.String()),
  description: Type.String(),
  /** IDs of the agents on the access list, sorted. */
  agentIds: Type.Array(Type.String()),
  ends: AccessEnds,
  /** Version of the value, starting at 1. */
  version: Type.Integer({ minimum: 1 }),
  createdAt: Type.String(),
  updatedAt: Type.String(),
  /** Counts all changes to this secret, starting at 1. */
  revision: Type.Integer({ minimum: 1 }),
  /** Sent in `If-Match` with double quotes. Never reused, not even for another secret with the same name. */
  etag: Type.String(),
  /** Present if the secret should no longer be used. */
  deprecated: Type.Optional(Type.Object({ replacement: Type.Optional(Type.String()) })),
  ...Upkeep.properties,
  /** When an agent last read the value, to the hour; absent if none has. May be a minute late. */
  lastReadAt: Type.Optional(Type.String()),
  /** Present while the secret is deleted and can be undeleted; it is purged after `purgeAfter`. */
  deletedAt: Type.Optional(Type.String()),
  purgeAfter: Type.Optional(Type.String()),
});
export type SecretMetadata = Static<typeof SecretMetadata>;

/** Stored exactly as sent, including spaces and line endings; never empty. */
const Text = Type.String({ minLength: 1, maxLength: limits.valueBytes });
const Fields = Type.Record(Type.String(), Text, { maxProperties: limits.fields });

/** Values travel only from a user to the vault, never back. */
const SecretValue = Type.Union(
  [Text, Type.Record(Type.String(), Text, { minProperties: 1, maxProperties: limits.fields })],
  {
    description:
      'A string for single, an object of strings by field name for key_value. Strings must not be empty. They are stored unchanged, including spaces and line breaks.',
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
    ...NewUpkeep.properties,
  },
  { additionalProperties: false },
);
export type NewSecret = Static<typeof NewSecret>;

/** `POST /v1/accounts/{accountId}/secrets:import`: either all secrets are created or none. */
export const SecretImport = Type.Object(
  { secrets: Type.Array(NewSecret, { minItems: 1, maxItems: limits.importedSecrets }) },
  { additionalProperties: false },
);
export type SecretImport = Static<typeof SecretImport>;

/** The created secrets, in the order of the request. */
export const ImportedSecrets = Type.Object({ secrets: Type.Array(SecretMetadata) });
export type ImportedSecrets = Static<typeof ImportedSecrets>;

/** `PATCH /v1/accounts/{accountId}/secrets/{name}` with `If-Match`; absent properties are unchanged. */
export const SecretChange = Type.Object(
  {
    description: Type.Optional(Type.String({ maxLength: limits.descriptionLength })),
    /** Creates a new version with this value. */
    value: Type.Optional(
      Type.Union([Type.String({ maxLength: limits.valueBytes }), Fields], {
        description:
          'The whole new value. "" and {} keep the stored one, like an empty form field; rejected if nothing else changes. Fields must not be empty.',
      }),
    ),
    /**
     * Changes individual fields of a key/value secret, without changing the others. This also creates a new
     * version.
     */
    fields: Type.Optional(
      Type.Object(
        {
          /** Adds fields and replaces existing ones. */
          set: Type.Optional(Fields),
          remove: Type.Optional(Type.Array(Type.String(), { maxItems: limits.fields, uniqueItems: true })),
        },
        { additionalProperties: false },
      ),
    ),
    /** `null` removes the deprecation. */
    deprecated: Type.Optional(
      Type.Union([
        Type.Null(),
        Type.Object(
          { replacement: Type.Optional(Type.String({ minLength: 1, maxLength: limits.nameLength })) },
          { additionalProperties: false },
        ),
      ]),
    ),
    /** A whole new value removes the expiry of the previous one, unless the change has another. */
    ...UpkeepChange.properties,
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
      /** Whether agents read this version. */
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
