import { FAILSAFE_SCHEMA, load, YAMLException } from 'js-yaml';
import type { AgentProject } from '../../contracts/agent-project.ts';

/** Either the agent, or a sentence that tells the user what is wrong with the file. */
export type AgentProjectResult = { readonly agent: AgentProject } | { readonly problem: string };

const maximumLength = 1_000_000;
const remedy = "Fix it to see this agent's secrets.";

/** Parses a `project.yaml` in the folder `rootUri`. Never throws, even for invalid YAML. */
export function parseAgentProject(text: string, rootUri: string): AgentProjectResult {
  if (text.length > maximumLength) return { problem: `project.yaml is too large to be one. ${remedy}` };
  try {
    // Every scalar remains a string as written, so that a numeric ID keeps its leading zeros.
    return agentFrom(load(text, { schema: FAILSAFE_SCHEMA }), rootUri);
  } catch (error) {
    return { problem: `project.yaml cannot be read: ${reasonOf(error)}. ${remedy}` };
  }
}

function agentFrom(content: unknown, rootUri: string): AgentProjectResult {
  const agentId = textAt(content, 'project_id');
  if (agentId === undefined) return { problem: `project.yaml has no project_id. ${remedy}` };
  const accountId = textAt(content, 'account_id');
  return {
    agent: {
      agentId,
      agentName: textAt(content, 'project_name') ?? agentId,
      ...(accountId !== undefined && { accountId }),
      rootUri: rootUri.replace(/\/+$/, ''),
    },
  };
}

/** Undefined if the value is absent, empty, or a YAML null value. */
function textAt(content: unknown, key: string): string | undefined {
  if (typeof content !== 'object' || content === null || !Object.hasOwn(content, key)) return undefined;
  const value: unknown = Reflect.get(content, key);
  const text = typeof value === 'string' ? value.trim() : '';
  return ['', '~', 'null'].includes(text) ? undefined : text;
}

/** Returns the location and the reason. The line number is one-based. */
function reasonOf(error: unknown): string {
  if (!(error instanceof YAMLException)) return 'it is not a document of the kind expected';
  const { mark, reason } = error;
  return mark ? `${reason} at line ${mark.line + 1}, column ${mark.column + 1}` : reason;
}
