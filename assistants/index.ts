// The public entry point. It doesn't include the MCP adapter, which the extension must not load.
export { AssistantError, kindOf } from './host/assistant-error.ts';
export type {
  AccessToRequest,
  AssistantHost,
  CodeReview,
  FoundProblem,
  FoundReference,
  SecretAnswer,
  SecretToRequest,
} from './host/assistant-host.ts';
export { runTool } from './run-tool.ts';
export type { ToolName } from './host/tool-schemas.ts';
