import { type Guard, isObjectOf, isRecord, isText, isTexts, optional } from '../contracts/guards.ts';
import { visible } from '../contracts/visible-text.ts';
import { AssistantError, isAssistantError, notInSchema } from './host/assistant-error.ts';
import type { AssistantHost } from './host/assistant-host.ts';
import type { ToolInput, ToolName } from './host/tool-schemas.ts';
import { checkSecretAccess } from './tools/check-secret-access.ts';
import { findSecretReferences } from './tools/find-secret-references.ts';
import { listAgentSecrets } from './tools/list-agent-secrets.ts';
import { requestAccess } from './tools/request-access.ts';
import { requestSecret } from './tools/request-secret.ts';

type Result = Readonly<Record<string, unknown>>;
type ToolAnswer =
  | { readonly result: Result }
  /** A sentence for the model and the user. */
  | { readonly problem: string };

type Checked = (given: unknown, host: AssistantHost, signal?: AbortSignal) => Promise<Result>;

/** The guards repeat the types of the schemas, because not every client validates what a model sends. */
const tools: Readonly<Record<ToolName, Checked>> = {
  list_agent_secrets: checked(
    isObjectOf<ToolInput<'list_agent_secrets'>>({ agent: optional(isText), query: optional(isText) }),
    listAgentSecrets,
  ),
  check_secret_access: checked(
    isObjectOf<ToolInput<'check_secret_access'>>({ agent: optional(isText), names: isTexts }),
    checkSecretAccess,
  ),
  find_secret_references: checked(
    isObjectOf<ToolInput<'find_secret_references'>>({ paths: optional(isTexts), name: optional(isText) }),
    findSecretReferences,
  ),
  request_access: checked(
    isObjectOf<ToolInput<'request_access'>>({
      agent: optional(isText),
      name: isText,
      reason: isText,
      place: optional(isText),
    }),
    requestAccess,
  ),
  request_secret: checked(
    isObjectOf<ToolInput<'request_secret'>>({ name: isText, purpose: isText }),
    requestSecret,
  ),
};

function checked<Input, Output extends Result>(
  isInput: Guard<Input>,
  run: (input: Input, host: AssistantHost, signal?: AbortSignal) => Promise<Output>,
): Checked {
  return async (given, host, signal) => {
    if (!isInput(given)) throw new AssistantError(notInSchema);
    return { ...(await run(given, host, signal)) };
  };
}

/**
 * Runs a tool: records the use before anything is returned, makes hidden characters in the result visible,
 * and passes only our own error messages to the model, because others may quote anything.
 */
export async function runTool(
  name: ToolName,
  given: unknown,
  host: AssistantHost,
  signal?: AbortSignal,
): Promise<ToolAnswer> {
  try {
    await host.recordUse(name);
    return { result: withVisibleTexts(await tools[name](given, host, signal)) };
  } catch (error) {
    if (isAssistantError(error)) return { problem: visible(error.message) };
    host.reportBug(error);
    return { problem: 'The tool failed because of a bug in Agent Secrets. Please report this.' };
  }
}

/** Names and paths in a result come from code, files and other people. */
function withVisibleTexts(result: Result): Result {
  return Object.fromEntries(Object.entries(result).map(([key, item]) => [key, visibleTexts(item)]));
}

function visibleTexts(value: unknown): unknown {
  if (isText(value)) return visible(value);
  if (Array.isArray(value)) return value.map((item) => visibleTexts(item));
  return isRecord(value) ? withVisibleTexts(value) : value;
}
