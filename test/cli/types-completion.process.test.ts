import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { typeStub } from '../../analysis/for-command-line.ts';
import { secret } from '../support/analysis-fixture.ts';

const root = path.resolve(import.meta.dirname, '../..');
const secrets = [secret('stripe_api_key'), secret('crm', { kind: 'key_value', fields: ['client_id'] })];

describe('in addition to our completion', () => {
  let agent: string;
  beforeAll(() => {
    agent = mkdtempSync(path.join(tmpdir(), 'agent-secrets-completion-'));
    cpSync(path.join(root, 'examples', 'order-support', '_gen'), path.join(agent, '_gen'), {
      recursive: true,
    });
    const module = path.join(agent, '_gen', 'conversation.py');
    writeFileSync(`${module}i`, typeStub(readFileSync(module, 'utf8'), secrets) ?? '');
  });
  afterAll(() => rmSync(agent, { recursive: true, force: true }));

  it.each([
    ['names', 'conv.utils.get_secret("$0")'],
    ['names by keyword', 'conv.utils.get_secret(secret_name="$0")'],
    ['fields', 'conv.utils.get_secret("crm")["$0"]'],
  ])('Pyright offers no %s', async (_, line) => {
    expect(await offeredByPyright(agent, line)).toEqual([]);
  });

  it('but offers what our stubs do not hide', async () => {
    expect(await offeredByPyright(agent, 'open("x", mode="$0")')).not.toEqual([]);
  });
});

/** The labels that Pyright's language server offers at `$0`, inside quotes. */
async function offeredByPyright(folder: string, line: string): Promise<readonly string[]> {
  const server = spawn(process.execPath, [
    path.join(root, 'node_modules/pyright/langserver.index.js'),
    '--stdio',
  ]);
  const connection = createMessageConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  connection.onRequest('workspace/configuration', ({ items }: { items: readonly unknown[] }) =>
    items.map(() => ({})),
  );
  connection.onRequest('client/registerCapability', () => null);
  connection.listen();
  try {
    const rootUri = pathToFileURL(folder).href;
    const workspaceFolders = [{ uri: rootUri, name: 'agent' }];
    const capabilities = { workspace: { configuration: true } };
    await connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri,
      workspaceFolders,
      capabilities,
    });
    await connection.sendNotification('initialized', {});
    const text = `from _gen import *\ndef f(conv: Conversation):\n    ${line}\n`;
    const uri = `${rootUri}/f.py`;
    const textDocument = { uri, languageId: 'python', version: 1, text: text.replace('$0', '') };
    await connection.sendNotification('textDocument/didOpen', { textDocument });
    const position = { line: 2, character: 4 + line.indexOf('$0') };
    const answer: unknown = await connection.sendRequest('textDocument/completion', {
      textDocument: { uri },
      position,
      context: { triggerKind: 2, triggerCharacter: '"' },
    });
    return [...JSON.stringify(answer).matchAll(/"label":"((?:[^"\\]|\\.)*)"/g)].map(
      ([, label = '']) => label,
    );
  } finally {
    connection.dispose();
    server.kill();
  }
}
