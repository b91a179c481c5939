// The public entry point. It doesn't include the MCP adapter, which the extension must not load.
export { AssistantError, kindOf } from './assistant-error.ts';
export type {
  AccessToRequest,
  AssistantHost,
  CodeReview,
  FoundProblem,
  FoundReference,
  SecretAnswer,
  SecretToRequest,
} from './assistant-host.ts';
export { runTool } from './run-tool.ts';
export type { ToolName } from './tool-schemas.ts';
