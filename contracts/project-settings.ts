import Type, { type Static } from 'typebox';
import { ruleIds } from './rule-ids.ts';
import { ruleSeverities } from './rule-settings.ts';

const RuleSeverity = Type.Enum([...ruleSeverities], {
  description: 'How loud the rule is; "off" silences it.',
});

/** The schema of `.agent-secrets.json`. Published as `schemas/agent-secrets.schema.json`. */
export const ProjectSettingsFile = Type.Object(
  {
    $schema: Type.Optional(Type.String({ description: 'Where the schema of this file is.' })),
    rules: Type.Optional(
      Type.Object(Object.fromEntries(ruleIds.map((id) => [id, Type.Optional(RuleSeverity)])), {
        additionalProperties: false,
        description: 'Severity of a rule by its id; it wins over the settings of the editor.',
      }),
    ),
    functions: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        description:
          "Further functions that take a secret's name as their first argument, for example `my_utils.read_secret`.",
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
    title: 'Settings of Agent Secrets for a project',
    description: 'The nearest file above a source file applies, in the editor and on the command line.',
  },
);
export type ProjectSettingsFile = Static<typeof ProjectSettingsFile>;
