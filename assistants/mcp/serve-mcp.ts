import {
  CLIENT_CAPABILITIES_META_KEY,
  fromJsonSchema,
  McpServer,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import type { TObject } from 'typebox';
import { isRecord } from '../../contracts/guards.ts';
import { assistantTools } from '../../contracts/vault-api/assistants.ts';
import { visible } from '../../contracts/visible-text.ts';
import type { AssistantHost } from '../host/assistant-host.ts';
import { type ToolName, toolSchemas } from '../host/tool-schemas.ts';
import { runTool } from '../run-tool.ts';
import type { McpHost } from './mcp-host.ts';
import { SecretRequests } from './secret-requests.ts';

export { openSecureField } from '../secure-field/secure-field.ts';

export interface McpOptions {
  /** The version of this program. */
  readonly version: string;
  /** Receives errors that no response reports, as one line without values. */
  readonly note: (sentence: string) => void;
}

export interface McpServing {
  /** Resolves when the client has closed its end. */
  readonly closed: Promise<void>;
  readonly close: () => Promise<void>;
}

/** Serves the tools over standard input and output, until the client closes its end. */
export function serveMcp(host: McpHost, { version, note }: McpOptions): McpServing {
  const requests = new SecretRequests(host);
  const serving = serveStdio(
    () => {
      const server = new McpServer({ name: 'agent-secrets', title: 'Agent Secrets', version });
      for (const name of assistantTools) register(server, name, host, requests);
      return server;
    },
    { transport: new StdioServerTransport(), onerror: ({ message }) => note(`error: ${visible(message)}`) },
  );
  return {
    closed: new Promise((resolve) => process.stdin.once('close', resolve)),
    close: async () => {
      requests.close();
      await serving.close();
    },
  };
}

function register(server: McpServer, name: ToolName, host: McpHost, requests: SecretRequests): void {
  const { title, description, readOnly, ...schemas } = toolSchemas[name];
  const { input, output }: Readonly<Record<'input' | 'output', TObject>> = schemas;
  const config = {
    title,
    description,
    inputSchema: fromJsonSchema<Record<string, unknown>>(input),
    outputSchema: fromJsonSchema<Record<string, unknown>>(output),
    annotations: { readOnlyHint: readOnly, destructiveHint: false, openWorldHint: false },
  };
  server.registerTool(name, config, async (given, { mcpReq }) => {
    const { signal, inputResponses } = mcpReq;
    const opensPages = showsUrls(mcpReq.envelope, server);
    let unanswered: Awaited<ReturnType<SecretRequests['ask']>>['ask'];
    const own: AssistantHost = {
      ...host,
      requestSecret: async (request) => {
        const { ask, answer } = await requests.ask(request, { opensPages, inputResponses, signal });
        unanswered = ask;
        return answer ?? { status: 'waiting' };
      },
    };
    const answer = await runTool(name, given, own, signal);
    if (unanswered) return unanswered;
    return 'result' in answer ? resultOf(answer.result) : problemOf(answer.problem);
  });
}

/** Each request says what its client can do; a client of an earlier protocol says it once. */
function showsUrls(envelope: ServerContext['mcpReq']['envelope'], server: McpServer): boolean {
  const given = isRecord(envelope) ? envelope[CLIENT_CAPABILITIES_META_KEY] : undefined;
  const { elicitation } = isRecord(given) ? given : (server.server.getClientCapabilities() ?? {});
  return isRecord(elicitation) && isRecord(elicitation['url']);
}

/** Clients that don't know structured results get the same as JSON. */
function resultOf(result: Readonly<Record<string, unknown>>) {
  return { structuredContent: result, content: [{ type: 'text' as const, text: JSON.stringify(result) }] };
}

function problemOf(text: string) {
  return { isError: true, content: [{ type: 'text' as const, text }] };
}
