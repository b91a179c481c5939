import Type, { type Static } from 'typebox';
import { ruleIds } from './rule-ids.ts';
import { ruleSeverities } from './rule-settings.ts';
import { sinkKinds } from './sink-kinds.ts';

const RuleSeverity = Type.Enum([...ruleSeverities], {
  description: 'Severity of the rule; "off" disables it.',
});

const FunctionPath = Type.String({
  minLength: 1,
  description:
    'The end of the path of a function: its module or file, and its name. Examples: `acme.audit.write`, `lib/mask.hide`, `Vault.read`.',
});

const Sink = Type.Object(
  {
    function: FunctionPath,
    kind: Type.Enum([...sinkKinds], {
      description:
        '`log`: a log or the screen. `state`: the state or memory of a conversation. `model`: the language model.',
    }),
  },
  { additionalProperties: false },
);

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
    readers: Type.Optional(
      Type.Array(FunctionPath, {
        description:
          "Your own functions that take a secret's name as their first argument and return its value, for example `my_utils.read_secret`.",
      }),
    ),
    sinks: Type.Optional(
      Type.Array(Sink, {
        description: 'Your own functions that show their arguments somewhere. Values must not reach them.',
        defaultSnippets: [{ body: { function: '$1', kind: '${2|log,state,model|}' } }],
      }),
    ),
    sanitizers: Type.Optional(
      Type.Array(FunctionPath, {
        description:
          'Your own functions whose result reveals nothing about their arguments, for example `helpers.mask`. Their result can be logged.',
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
    functions: Type.Optional(
      Type.Array(FunctionPath, {
        description: 'Earlier name of `readers`. Still applies.',
        deprecated: true,
        deprecationMessage: 'Use "readers" instead.',
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
