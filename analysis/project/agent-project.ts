import { isMap, isScalar, parseDocument, type Document } from 'yaml';
import type { AgentProject } from '../../contracts/agent-project.ts';

/** Either the agent, or a sentence for the person that says what is wrong with the file. */
export type AgentProjectResult = { readonly agent: AgentProject } | { readonly problem: string };

const maximumLength = 1_000_000;
const remedy = "Mend it to see this agent's secrets.";

/** Reads a `project.yaml`. `rootUri` is its folder. Never throws, whatever the text. */
export function parseAgentProject(text: string, rootUri: string): AgentProjectResult {
  if (text.length > maximumLength) return { problem: `project.yaml is too large to be one. ${remedy}` };
  const document = parsed(text);
  if (document === undefined)
    return { problem: `project.yaml cannot be read: it is nested too deeply. ${remedy}` };
  const [error] = document.errors;
  if (error !== undefined)
    return { problem: `project.yaml cannot be read: ${sentenceOf(error.message)} ${remedy}` };
  return agentFrom(document, rootUri);
}

function parsed(text: string): Document.Parsed | undefined {
  try {
    return parseDocument(text, { logLevel: 'silent' });
  } catch {
    // The parser is recursive: a hostile file exhausts the stack.
    return undefined;
  }
}

/** The parser's first line, which ends in `at line 2, column 5:`. */
function sentenceOf(message: string): string {
  const [line = ''] = message.split('\n');
  return `${line.replace(/:$/, '').replace(/\.$/, '')}.`;
}

function agentFrom(document: Document.Parsed, rootUri: string): AgentProjectResult {
  const agentId = textAt(document, 'project_id');
  if (agentId === undefined) return { problem: `project.yaml has no project_id. ${remedy}` };
  const accountId = textAt(document, 'account_id');
  return {
    agent: {
      agentId,
      agentName: textAt(document, 'project_name') ?? agentId,
      ...(accountId !== undefined && { accountId }),
      rootUri: rootUri.replace(/\/+$/, ''),
    },
  };
}

/** A scalar as written, so that an id of digits keeps its zeros. Undefined when absent or empty. */
function textAt(document: Document.Parsed, key: string): string | undefined {
  const node: unknown = isMap(document.contents) ? document.contents.get(key, true) : undefined;
  if (!isScalar(node) || node.value === null || node.value === undefined) return undefined;
  const written = typeof node.value === 'string' ? node.value : node.source;
  const text = written?.trim();
  return text === '' ? undefined : text;
}
