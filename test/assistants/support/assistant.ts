import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { bundle } from '../../server/support/bundle.ts';

export interface Called {
  /** True if the tool failed; `text` says why. */
  readonly isError: boolean;
  readonly text: string;
  /** The structured result. */
  readonly result: unknown;
}

export interface AssistantOptions {
  readonly cwd: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Called with the address that the client is asked to open, if it can open addresses. */
  readonly opens?: (url: string, message: string) => Promise<'accept' | 'decline' | 'cancel'>;
  /** Uses only the protocol generation that begins with `initialize`. */
  readonly isLegacy?: boolean;
}

/** The official client, which drives the real program. */
export class Assistant {
  readonly #client: Client;
  readonly #transport: StdioClientTransport;
  #stderr = '';

  private constructor(client: Client, transport: StdioClientTransport) {
    this.#client = client;
    this.#transport = transport;
  }

  static async start({ cwd, args, env = {}, opens, isLegacy = false }: AssistantOptions): Promise<Assistant> {
    await bundle('mcp');
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [await bundle('cli'), 'mcp', ...args],
      cwd,
      env: { PATH: process.env['PATH'] ?? '', HOME: cwd, ...env },
      stderr: 'pipe',
    });
    const client = new Client(
      { name: 'test', version: '1.0.0' },
      {
        capabilities: opens ? { elicitation: { url: {} } } : {},
        versionNegotiation: { mode: isLegacy ? 'legacy' : { pin: '2026-07-28' } },
      },
    );
    if (opens)
      client.setRequestHandler('elicitation/create', async ({ params }) => {
        if (params.mode !== 'url') throw new Error('Asked for a form.');
        return { action: await opens(params.url, params.message) };
      });
    const assistant = new Assistant(client, transport);
    transport.stderr?.on('data', (chunk: Buffer) => (assistant.#stderr += chunk.toString()));
    await client.connect(transport);
    return assistant;
  }

  get stderr(): string {
    return this.#stderr;
  }

  get pid(): number {
    return this.#transport.pid ?? 0;
  }

  async tools() {
    const { tools } = await this.#client.listTools();
    return tools;
  }

  async call(name: string, given: Record<string, unknown> = {}): Promise<Called> {
    const {
      content,
      isError = false,
      structuredContent,
    } = await this.#client.callTool({
      name,
      arguments: given,
    });
    const texts = (content ?? []).map((part) => (part.type === 'text' ? part.text : ''));
    return { isError, text: texts.join(''), result: structuredContent };
  }

  async end(): Promise<void> {
    await this.#client.close();
  }
}
