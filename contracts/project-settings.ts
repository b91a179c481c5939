import Type, { type Static } from 'typebox';
import { ruleIds } from './rule-ids.ts';
import { ruleSeverities } from './rule-settings.ts';

const RuleSeverity = Type.Enum([...ruleSeverities], {
  description: 'Severity of the rule; "off" disables it.',
});

/** The schema of `.agent-secrets.json`. Published as `schemas/agent-secrets.schema.json`. */
export const ProjectSettingsFile = Type.Object(
  {
    $schema: Type.Optional(Type.String({ description: 'Address of the schema of this file.' })),
    rules: Type.Optional(
      Type.Object(Object.fromEntries(ruleIds.map((id) => [id, Type.Optional(RuleSeverity)])), {
        additionalProperties: false,
        description: 'Severity of each rule by its id. Takes precedence over the editor settings.',
      }),
    ),
    functions: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        description:
          "Additional functions that take a secret's name as their first argument, for example `my_utils.read_secret`.",
      }),
    ),
    ignore: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        description:
          'Files without findings, as glob patterns relative to this file: `tests/**`, `**/fixtures/*.py`.',
      }),
    ),
    environment: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        description:
          'Environment variables that are set where the code runs, in addition to those from the vault.',
      }),
    ),
  },
  {
    additionalProperties: false,
    title: 'Project settings of Agent Secrets',
    description: 'The nearest file above a source file applies, in the editor and on the command line.',
  },
);
export type ProjectSettingsFile = Static<typeof ProjectSettingsFile>;
