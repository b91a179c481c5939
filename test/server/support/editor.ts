import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { vi } from 'vitest';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import type {
  CodeAction,
  CompletionItem,
  Diagnostic,
  DocumentDiagnosticReport,
  Hover,
  InitializeResult,
} from 'vscode-languageserver';
import {
  type AgentResult,
  type CatalogParams,
  lspMessages,
  type Range,
  type ServerOptions,
  type UsesChangedParams,
  type UsesResult,
} from '../../../contracts/lsp-messages.ts';
import type { TemporaryWorkspace } from './workspace.ts';

export interface EditorOptions {
  readonly workspace: TemporaryWorkspace;
  readonly server: string;
  /** How findings reach this editor; the default can also be told to refresh. */
  readonly diagnostics?: 'pull-with-refresh' | 'pull' | 'push';
  readonly initializationOptions?: ServerOptions;
  /** The client's answer to a request for the catalog. */
  readonly catalog?: (params: CatalogParams) => unknown;
  /** Value of the section `agentSecrets`; without it the editor does not support configuration requests. */
  readonly settings?: unknown;
}

/** Drives the bundled server over stdio as an editor does, and records its messages. */
export class Editor {
  readonly errors: string[] = [];
  readonly logged: string[] = [];
  readonly usesChanged: string[] = [];
  readonly published = new Map<string, readonly Diagnostic[]>();
  readonly watchedGlobs: string[] = [];
  refreshes = 0;
  readonly process: ChildProcess;
  readonly connection: MessageConnection;
  readonly #options: EditorOptions;
  readonly #versions = new Map<string, number>();

  private constructor(options: EditorOptions) {
    this.#options = options;
    const child = spawn(process.execPath, [options.server, '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.process = child;
    this.connection = createMessageConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    this.#listen();
  }

  static async start(options: EditorOptions): Promise<Editor> {
    const editor = new Editor(options);
    await editor.connection.sendRequest<InitializeResult>('initialize', editor.#initializeParams());
    await editor.connection.sendNotification('initialized', {});
    return editor;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.process.exitCode === null) {
      await this.connection.sendRequest('shutdown');
      const gone = once(this.process, 'exit');
      await this.connection.sendNotification('exit');
      await gone;
    }
    this.connection.dispose();
  }

  async open(name: string, text: string, languageId = 'python'): Promise<void> {
    const textDocument = { uri: this.#uri(name), languageId, version: 1, text };
    this.#versions.set(name, 1);
    await this.connection.sendNotification('textDocument/didOpen', { textDocument });
  }

  async edit(name: string, ...contentChanges: readonly { range?: Range; text: string }[]): Promise<void> {
    const version = (this.#versions.get(name) ?? 0) + 1;
    this.#versions.set(name, version);
    const textDocument = { uri: this.#uri(name), version };
    await this.connection.sendNotification('textDocument/didChange', { textDocument, contentChanges });
  }

  async close(name: string): Promise<void> {
    const textDocument = { uri: this.#uri(name) };
    await this.connection.sendNotification('textDocument/didClose', { textDocument });
  }

  /** As an editor that pulls; without `diagnostic` messages the findings are in {@link published}. */
  async diagnose(name: string): Promise<readonly Diagnostic[]> {
    const report = await this.connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', {
      textDocument: { uri: this.#uri(name) },
    });
    return report.kind === 'full' ? report.items : [];
  }

  async complete(name: string, position: Range['start']): Promise<readonly CompletionItem[]> {
    return this.connection.sendRequest('textDocument/completion', this.#place(name, position));
  }

  async hover(name: string, position: Range['start']): Promise<Hover | null> {
    return this.connection.sendRequest('textDocument/hover', this.#place(name, position));
  }

  async codeActions(name: string, range: Range, only?: readonly string[]): Promise<readonly CodeAction[]> {
    return this.connection.sendRequest('textDocument/codeAction', {
      textDocument: { uri: this.#uri(name) },
      range,
      context: { diagnostics: [], ...(only ? { only } : {}) },
    });
  }

  /** Any other request about a position, by its name in the protocol. */
  async at<R>(method: string, name: string, position: Range['start'], more: object = {}): Promise<R> {
    return this.connection.sendRequest<R>(method, { ...this.#place(name, position), ...more });
  }

  /** Any other request about a whole text. */
  async of<R>(method: string, name: string, more: object = {}): Promise<R> {
    return this.connection.sendRequest<R>(method, { textDocument: { uri: this.#uri(name) }, ...more });
  }

  async agent(name: string): Promise<AgentResult> {
    return this.connection.sendRequest(lspMessages.agent, { uri: this.#uri(name) });
  }

  async uses(agentId: string): Promise<UsesResult> {
    return this.connection.sendRequest(lspMessages.uses, { agentId });
  }

  /** Uses once all files are read: `{ name: ['path:line', …] }`, lines from 1. */
  async allUses(agentId: string): Promise<Readonly<Record<string, readonly string[]>>> {
    const read = async (): Promise<UsesResult | undefined> => {
      const uses = await this.uses(agentId);
      return uses.complete ? uses : undefined;
    };
    const { names } = await vi.waitUntil(read, { timeout: 20_000 });
    const root = this.#options.workspace.uri('');
    return Object.fromEntries(
      Object.entries(names).map(([name, places]) => [
        name,
        places.map(({ uri, range }) => `${uri.slice(root.length + 1)}:${range.start.line + 1}`),
      ]),
    );
  }

  async catalogChanged(...agentIds: readonly string[]): Promise<void> {
    await this.connection.sendNotification(
      lspMessages.catalogChanged,
      agentIds.length === 0 ? {} : { agentIds },
    );
  }

  async filesChanged(...names: readonly string[]): Promise<void> {
    const changes = names.map((name) => ({ uri: this.#uri(name), type: 2 }));
    await this.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
  }

  /**
   * Resolves once the server has sent every refresh that is due: it waits for the catalog of an agent longer
   * than it delays a refresh. The agent in the folder is not asked about otherwise, and its catalog never
   * arrives.
   */
  async settled(folder: string): Promise<void> {
    const file = `${folder}/functions/empty.py`;
    await this.open(file, '');
    await this.complete(file, { line: 0, character: 0 });
  }

  #uri(name: string): string {
    return this.#options.workspace.uri(name);
  }

  #place(name: string, position: Range['start']): object {
    return { textDocument: { uri: this.#uri(name) }, position };
  }

  #listen(): void {
    const { connection } = this;
    connection.onRequest(lspMessages.catalog, (params: CatalogParams) => this.#options.catalog?.(params));
    connection.onRequest('workspace/diagnostic/refresh', () => {
      this.refreshes++;
      return null;
    });
    connection.onRequest('client/registerCapability', (params: RegistrationParams) => {
      for (const { registerOptions } of params.registrations) {
        this.watchedGlobs.push(...(registerOptions.watchers ?? []).map(({ globPattern }) => globPattern));
      }
      return null;
    });
    connection.onRequest('workspace/configuration', () => [this.#options.settings ?? null]);
    connection.onNotification('window/showMessage', ({ message }: { message: string }) => {
      this.errors.push(message);
    });
    connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
      this.logged.push(message);
    });
    connection.onNotification(lspMessages.usesChanged, ({ agentIds }: UsesChangedParams) => {
      this.usesChanged.push(...agentIds);
    });
    connection.onNotification('textDocument/publishDiagnostics', (params: Published) => {
      this.published.set(params.uri, params.diagnostics);
    });
    connection.listen();
  }

  #initializeParams(): object {
    const { workspace, diagnostics = 'pull-with-refresh', initializationOptions, settings } = this.#options;
    return {
      processId: process.pid,
      rootUri: workspace.uri(''),
      workspaceFolders: [{ uri: workspace.uri(''), name: 'workspace' }],
      initializationOptions,
      capabilities: {
        textDocument: diagnostics === 'push' ? {} : { diagnostic: {} },
        workspace: {
          configuration: settings !== undefined,
          didChangeWatchedFiles: { dynamicRegistration: true },
          diagnostics: { refreshSupport: diagnostics === 'pull-with-refresh' },
        },
      },
    };
  }
}

interface RegistrationParams {
  readonly registrations: readonly {
    readonly registerOptions: { readonly watchers?: readonly { readonly globPattern: string }[] };
  }[];
}

interface Published {
  readonly uri: string;
  readonly diagnostics: readonly Diagnostic[];
}
