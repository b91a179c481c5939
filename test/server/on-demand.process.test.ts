import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type ExplainResult,
  type ExplainSilenceResult,
  type LiteralResult,
  lspMessages,
} from '../../contracts/lsp-messages.ts';
import { Editor } from './support/editor.ts';
import { TemporaryWorkspace } from './support/workspace.ts';

/** As installed: what users request explicitly is in a separate bundle. */
const server = path.resolve(import.meta.dirname, '../../dist/server.js');
const code = 'def f(conv):\n    send(b"Bearer not-a-real-key trailer")\n';
const credential = { start: { line: 1, character: 18 }, end: { line: 1, character: 32 } };

describe('the server, when a literal moves into the vault', () => {
  it('answers with ranges and punctuation; no part of the string leaves it, nor is it logged', async () => {
    using workspace = new TemporaryWorkspace('//- a.py\n\n');
    await using editor = await Editor.start({ workspace, server });
    await editor.open('a.py', code);
    const uri = workspace.uri('a.py');
    const answer = await editor.connection.sendRequest<LiteralResult>(lspMessages.literal, {
      uri,
      range: credential,
    });
    expect(answer).toMatchObject({
      version: 1,
      language: 'python',
      seesConversation: true,
      parts: [{ value: [credential], quote: '"' }],
    });
    const said = JSON.stringify([answer, editor.logged, editor.errors]);
    expect(said).not.toMatch(/Bearer|not-a-real|trailer/);
  });

  it('answers about the current text, and only about open files', async () => {
    using workspace = new TemporaryWorkspace('//- a.py\n\n');
    await using editor = await Editor.start({ workspace, server });
    const ask = (name: string): Promise<LiteralResult> =>
      editor.connection.sendRequest<LiteralResult>(lspMessages.literal, {
        uri: workspace.uri(name),
        range: credential,
      });
    await editor.open('a.py', code);
    await editor.edit('a.py', {
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      text: 'import os\n',
    });
    expect(await ask('a.py')).toEqual({ problem: 'no-literal' });
    expect(await ask('b.py')).toEqual({ problem: 'no-literal' });
  });
});

describe('the server, when a user asks about a name', () => {
  it('explains how it was found, and why nothing is reported', async () => {
    using workspace = new TemporaryWorkspace('//- a.py\n\n');
    await using editor = await Editor.start({ workspace, server });
    await editor.open('a.py', 'def f(conv, n):\n    name = n\n    conv.utils.get_secret(name)\n');
    const at = { uri: workspace.uri('a.py'), position: { line: 2, character: 28 } };
    const { names } = await editor.connection.sendRequest<ExplainResult>(lspMessages.explain, at);
    const unknown = '`n` is a parameter of `f`, and not all of its calls are known.';
    expect(names.map(({ text }) => text)).toEqual([unknown]);
    expect(names.flatMap(({ steps }) => steps.map(({ sentence }) => sentence))).toEqual([
      'The name is read from `name`.',
      '`name` is set to `n`.',
      '`n` is a parameter of `f`.',
      unknown,
    ]);
    const { reasons } = await editor.connection.sendRequest<ExplainSilenceResult>(
      lspMessages.explainSilence,
      at,
    );
    expect(reasons).toEqual([expect.stringContaining('belongs to no agent')]);
    expect(editor.errors).toEqual([]);
  });
});
