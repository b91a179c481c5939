import { fork } from 'node:child_process';
import { once } from 'node:events';
import { beforeAll, describe, expect, it } from 'vitest';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import type { InitializeResult } from 'vscode-languageserver';
import { bundle } from './support/bundle.ts';
import { Editor } from './support/editor.ts';
import { TemporaryWorkspace } from './support/workspace.ts';

describe('the server as a process', () => {
  let server: string;
  beforeAll(async () => {
    server = await bundle('server');
  });

  it('ends with 0 after shutdown and exit', async () => {
    using workspace = new TemporaryWorkspace('');
    const editor = await Editor.start({ workspace, server });
    await editor[Symbol.asyncDispose]();
    expect(editor.process.exitCode).toBe(0);
  });

  it('ends when the editor disappears without a message', async () => {
    using workspace = new TemporaryWorkspace('');
    const editor = await Editor.start({ workspace, server });
    const gone = once(editor.process, 'exit');
    editor.process.stdin?.end();
    await gone;
    expect(editor.process.exitCode).toBe(1);
  });

  it('works over the channel of a forked process too', async () => {
    const child = fork(server, ['--node-ipc'], { stdio: 'inherit' });
    const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    connection.listen();
    const params = { processId: process.pid, rootUri: null, capabilities: {} };
    const { capabilities } = await connection.sendRequest<InitializeResult>('initialize', params);
    expect(capabilities).toMatchObject({ hoverProvider: true, textDocumentSync: { change: 2 } });
    expect(capabilities.diagnosticProvider).toBeUndefined();
    await connection.sendRequest('shutdown');
    const gone = once(child, 'exit');
    await connection.sendNotification('exit');
    await gone;
    connection.dispose();
  });

  it('survives messages that violate the protocol', async () => {
    using workspace = new TemporaryWorkspace('');
    await using editor = await Editor.start({ workspace, server });
    await editor.connection.sendNotification('textDocument/didChange', {});
    await editor.connection.sendNotification('agentSecrets/catalogChanged');
    expect(await editor.connection.sendRequest('textDocument/completion', {})).toEqual([]);
    expect(await editor.connection.sendRequest('textDocument/hover', { textDocument: {} })).toBeNull();
    expect(await editor.agent('a.py')).toEqual({});
  });
});
