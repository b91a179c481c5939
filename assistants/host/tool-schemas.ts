import Type, { type Static } from 'typebox';
import type { AssistantToolName } from '../../contracts/vault-api/assistants.ts';
import { limits } from '../../contracts/secret.ts';

/** `unknown` if the account may have secrets that the user cannot see. */
const Verdict = Type.Union([
  Type.Literal('granted'),
  Type.Literal('missing'),
  Type.Literal('nonexistent'),
  Type.Literal('unknown'),
]);

/**
 * The description of each tool for models, as JSON Schema. All texts are constant: nothing that other people
 * wrote reaches a description. Only the MCP adapter imports this at run time; the extension's manifest
 * contains the same.
 */
export const toolSchemas = {
  list_agent_secrets: {
    title: 'List Secrets',
    description:
      'Lists the secrets that an agent can use: names, kinds, field names, and whether access is granted. ' +
      'Use it before you write code that reads a secret, and use only names that it returns. It never returns values.',
    readOnly: true,
    input: Type.Object(
      {
        agent: Type.Optional(
          Type.String({ description: 'The id of the agent; not needed if the workspace has only one.' }),
        ),
        query: Type.Optional(Type.String({ description: 'Lists only names that contain this text.' })),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({
      agent: Type.String(),
      /** False if more secrets may exist than are listed. */
      complete: Type.Boolean(),
      secrets: Type.Array(
        Type.Object({
          name: Type.String(),
          kind: Type.Union([Type.Literal('single'), Type.Literal('key_value')]),
          fields: Type.Array(Type.String()),
          access: Type.Union([Type.Literal('granted'), Type.Literal('missing')]),
        }),
      ),
    }),
  },
  check_secret_access: {
    title: 'Check Access',
    description:
      'Checks whether an agent can read secrets with these names. For a name that does not exist, returns similar names. ' +
      'If access is missing, ask for it with request_access.',
    readOnly: true,
    input: Type.Object(
      {
        agent: Type.Optional(
          Type.String({ description: 'The id of the agent; not needed if the workspace has only one.' }),
        ),
        names: Type.Array(Type.String({ maxLength: limits.nameLength }), { minItems: 1, maxItems: 100 }),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({
      agent: Type.String(),
      names: Type.Array(
        Type.Object({
          name: Type.String(),
          verdict: Verdict,
          /** Only for a name that does not exist; most similar first. */
          nearest: Type.Array(Type.String()),
          /** If the secret should no longer be used: the name of its replacement, if there is one. */
          deprecated: Type.Optional(Type.Object({ replacement: Type.Optional(Type.String()) })),
          /** Set if the name looks like another one. */
          warning: Type.Optional(Type.String()),
        }),
      ),
    }),
  },
  find_secret_references: {
    title: 'Check Code',
    description:
      'Finds the places in the workspace that read secrets, and the problems there: names that do not exist, missing access, ' +
      'values that reach logs or the model, hard-coded credentials. Use it after you have changed such code.',
    readOnly: true,
    input: Type.Object(
      {
        paths: Type.Optional(
          Type.Array(Type.String(), {
            maxItems: 100,
            description: 'Files or folders, relative to the workspace. Without paths, everything is checked.',
          }),
        ),
        name: Type.Optional(Type.String({ description: 'Returns only places that may read this secret.' })),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({
      references: Type.Array(
        Type.Object({
          agent: Type.Optional(Type.String()),
          path: Type.String(),
          line: Type.Integer(),
          names: Type.Array(Type.String()),
          dynamic: Type.Boolean(),
        }),
      ),
      findings: Type.Array(
        Type.Object({
          /**
           * Such as secret-access-missing. Omits the message, because it contains text that other people
           * wrote.
           */
          rule: Type.String(),
          severity: Type.String(),
          path: Type.String(),
          line: Type.Integer(),
        }),
      ),
      /** How many references and findings were left out, because there were too many. */
      leftOut: Type.Integer(),
    }),
  },
  request_access: {
    title: 'Request Access',
    description:
      'Asks the account admins to give an agent access to an existing secret. The answer comes later.',
    readOnly: false,
    input: Type.Object(
      {
        agent: Type.Optional(
          Type.String({ description: 'The id of the agent; not needed if the workspace has only one.' }),
        ),
        name: Type.String({ maxLength: limits.nameLength, description: 'The name of the secret.' }),
        reason: Type.String({
          minLength: 1,
          maxLength: limits.reasonLength,
          description: 'Why the agent needs it, for the admin who decides.',
        }),
        place: Type.Optional(
          Type.String({ description: 'Where the code reads it, such as functions/pay.py:12.' }),
        ),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({ id: Type.String(), agent: Type.String(), name: Type.String() }),
  },
  request_secret: {
    title: 'Ask for a Value',
    description:
      'Asks the user to type the value of an environment variable, such as an API key. ' +
      'You cannot see it and learn only whether it was saved. Never ask for a value in the conversation.',
    readOnly: false,
    input: Type.Object(
      {
        name: Type.String({
          maxLength: limits.nameLength,
          pattern: '^[A-Z_][A-Z0-9_]*$',
          description: 'The name of the environment variable, such as PAYMENTS_API_KEY.',
        }),
        purpose: Type.String({
          minLength: 1,
          maxLength: limits.reasonLength,
          description: 'What the code needs it for. The user sees it as your words.',
        }),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({
      status: Type.Union([
        Type.Literal('saved'),
        Type.Literal('declined'),
        Type.Literal('waiting'),
        Type.Literal('expired'),
      ]),
      name: Type.String(),
      /** Tell the user this code while the status is `waiting`: the page with the field shows it too. */
      code: Type.Optional(Type.String()),
    }),
  },
} as const satisfies Readonly<Record<AssistantToolName, object>>;

export type ToolName = AssistantToolName;

export type ToolInput<Name extends ToolName> = Static<(typeof toolSchemas)[Name]['input']>;
export type ToolOutput<Name extends ToolName> = Static<(typeof toolSchemas)[Name]['output']>;
