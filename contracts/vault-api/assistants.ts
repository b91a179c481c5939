import Type, { type Static } from 'typebox';

/** The tools that AI assistants can use on behalf of a user. */
export const assistantTools = [
  'list_agent_secrets',
  'check_secret_access',
  'find_secret_references',
  'request_access',
  'request_secret',
] as const;
export type AssistantToolName = (typeof assistantTools)[number];

/** `POST /v1/me/assistant-uses`: sent before each use of a tool, and refused if the account does not allow it. */
export const AssistantUse = Type.Object(
  { tool: Type.Enum([...assistantTools]) },
  { additionalProperties: false },
);
export type AssistantUse = Static<typeof AssistantUse>;
