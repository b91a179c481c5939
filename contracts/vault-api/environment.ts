import Type, { type Static } from 'typebox';
import { limits } from '../secret.ts';

/** A variable name: uppercase letters, digits and underscores, not starting with a digit. */
export const VariableName = Type.String({ maxLength: limits.nameLength, pattern: '^[A-Z_][A-Z0-9_]*$' });

const description = Type.String({ maxLength: limits.descriptionLength });

/** An environment secret as its owner sees it: everything except the value. */
export const EnvironmentSecret = Type.Object({
  name: Type.String(),
  description: Type.String(),
  /** Version of the value, starting at 1. */
  version: Type.Integer({ minimum: 1 }),
  createdAt: Type.String(),
  updatedAt: Type.String(),
});
export type EnvironmentSecret = Static<typeof EnvironmentSecret>;

/** `POST /v1/me/environment` */
export const NewEnvironmentSecret = Type.Object(
  {
    name: VariableName,
    value: Type.String({ minLength: 1, maxLength: limits.valueBytes }),
    description: Type.Optional(description),
  },
  { additionalProperties: false },
);
export type NewEnvironmentSecret = Static<typeof NewEnvironmentSecret>;

/** `PATCH /v1/me/environment/{name}`; absent properties are unchanged. */
export const EnvironmentSecretChange = Type.Object(
  {
    value: Type.Optional(
      Type.String({
        maxLength: limits.valueBytes,
        description:
          'The new value. "" keeps the stored one, like an empty form field; rejected if nothing else changes.',
      }),
    ),
    description: Type.Optional(description),
  },
  { additionalProperties: false },
);
export type EnvironmentSecretChange = Static<typeof EnvironmentSecretChange>;

/** `GET /v1/me/environment?limit&cursor` */
export const EnvironmentPage = Type.Object({
  secrets: Type.Array(EnvironmentSecret),
  nextCursor: Type.Optional(Type.String()),
});
export type EnvironmentPage = Static<typeof EnvironmentPage>;

/** `POST /v1/me/sandbox-sessions` */
export const NewSandboxSession = Type.Object(
  {
    /** Lifetime of the session; 15 minutes by default. */
    minutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 60 })),
  },
  { additionalProperties: false },
);
export type NewSandboxSession = Static<typeof NewSandboxSession>;

/** The only response that contains the session's token. */
export const SandboxSession = Type.Object({
  id: Type.String(),
  token: Type.String(),
  expiresAt: Type.String(),
});
export type SandboxSession = Static<typeof SandboxSession>;

/** `GET /v1/sandbox/environment`, which accepts only the token of a sandbox session. */
export const SandboxEnvironment = Type.Object({ variables: Type.Record(Type.String(), Type.String()) });
export type SandboxEnvironment = Static<typeof SandboxEnvironment>;
