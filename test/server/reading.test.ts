import { describe, expect, it } from 'vitest';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import type { DocumentDiagnosticReport, Location } from 'vscode-languageserver';
import { type CatalogParams, lspMessages, type UsesResult } from '../../contracts/lsp-messages.ts';
import { answerOf } from './support/catalog.ts';
import { connectServer, memoryFiles, memoryRoot, type MemoryFiles } from './support/in-process.ts';
import { eventually } from './support/eventually.ts';

const readsSecret = 'def f(conv):\n    return conv.utils.get_secret("shared_key")\n';
const texts: Readonly<Record<string, string>> = {
  'a/project.yaml': 'project_id: a\nproject_name: A\n',
  'a/functions/one.py': readsSecret,
  'a/functions/two.py': 'x = 1\n',
  'a/functions/data.txt': 'nothing',
  'a/inner/project.yaml': 'project_id: inner\nproject_name: Inner\n',
  'a/inner/functions/one.py': readsSecret,
  'b/project.yaml': 'project_id: b\nproject_name: B\n',
  'b/functions/one.py': readsSecret,
  'b/functions/two.py': readsSecret,
};

interface Progress {
  readonly value: { readonly kind: string; readonly title?: string };
}

class Client {
  readonly connection: MessageConnection;
  readonly progress: string[] = [];

  constructor(files: MemoryFiles) {
    this.connection = connectServer(files);
    this.connection.onRequest(lspMessages.catalog, ({ agentId }: CatalogParams) => answerOf(agentId));
    this.connection.onRequest('workspace/diagnostic/refresh', () => null);
    this.connection.onRequest('window/workDoneProgress/create', () => null);
    this.connection.onNotification('$/progress', ({ value }: Progress) => {
      this.progress.push(value.kind);
    });
    this.connection.listen();
  }

  static async start(files: MemoryFiles): Promise<Client> {
    const client = new Client(files);
    await client.connection.sendRequest('initialize', {
      processId: null,
      rootUri: memoryRoot,
      workspaceFolders: [{ uri: memoryRoot, name: 'w' }],
      capabilities: {
        window: { workDoneProgress: true },
        textDocument: { diagnostic: {}, references: {} },
        workspace: { diagnostics: { refreshSupport: true } },
      },
    });
    return client;
  }

  [Symbol.dispose](): void {
    this.connection.dispose();
  }

  open(path: string, text: string): Promise<void> {
    const textDocument = { uri: `${memoryRoot}/${path}`, languageId: 'python', version: 1, text };
    return this.connection.sendNotification('textDocument/didOpen', { textDocument });
  }

  async diagnose(path: string): Promise<void> {
    const textDocument = { uri: `${memoryRoot}/${path}` };
    await this.connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', { textDocument });
  }

  uses(agentId: string): Promise<UsesResult> {
    return this.connection.sendRequest(lspMessages.uses, { agentId });
  }

  async references(path: string): Promise<readonly string[]> {
    const found = await this.connection.sendRequest<readonly Location[]>('textDocument/references', {
      textDocument: { uri: `${memoryRoot}/${path}` },
      position: { line: 1, character: 35 },
      context: { includeDeclaration: true },
    });
    return found.map(({ uri }) => uri.slice(memoryRoot.length + 1));
  }
}

const sourcesOf = ({ reads }: MemoryFiles): readonly string[] =>
  reads.filter((path) => path.endsWith('.py')).toSorted();

describe('the files that are read from the disk', () => {
  it('are those of the one agent whose file was opened, each once', async () => {
    const files = memoryFiles(texts);
    using client = await Client.start(files);
    await client.open('a/functions/one.py', readsSecret);
    await client.diagnose('a/functions/one.py');
    await eventually(() => expect(sourcesOf(files)).toEqual(['a/functions/one.py', 'a/functions/two.py']));
    expect((await client.uses('a')).complete).toBe(true);
    expect(sourcesOf(files)).toEqual(['a/functions/one.py', 'a/functions/two.py']);
  });

  it('are none for a file that reads no secret', async () => {
    const files = memoryFiles(texts);
    using client = await Client.start(files);
    await client.open('a/functions/two.py', 'x = 1\n');
    await client.diagnose('a/functions/two.py');
    expect(sourcesOf(files)).toEqual([]);
  });

  it('are the whole workspace for a request of all places of a name, and only the first time', async () => {
    const files = memoryFiles(texts);
    using client = await Client.start(files);
    await client.open('b/functions/one.py', readsSecret);
    const all = [
      'a/functions/one.py',
      'a/inner/functions/one.py',
      'b/functions/one.py',
      'b/functions/two.py',
    ];
    expect(await client.references('b/functions/one.py')).toEqual(all);
    const reads = files.reads.length;
    expect(await client.references('b/functions/one.py')).toEqual(all);
    await client.connection.sendRequest('workspace/symbol', { query: '#shared' });
    expect(files.reads).toHaveLength(reads);
  });
});

describe('progress', () => {
  it('is shown while reading takes long', async () => {
    using client = await Client.start(memoryFiles(texts, 700));
    await client.open('b/functions/one.py', readsSecret);
    await client.diagnose('b/functions/one.py');
    await eventually(() => expect(client.progress).toEqual(['begin', 'end']));
  });

  it('is not shown for short operations', async () => {
    using client = await Client.start(memoryFiles(texts));
    await client.open('b/functions/one.py', readsSecret);
    await eventually(async () => expect((await client.uses('b')).complete).toBe(true));
    expect(client.progress).toEqual([]);
  });
});
