import { beforeAll, describe, expect, it } from 'vitest';
import type { Diagnostic, DocumentDiagnosticReport, TextDocumentItem } from 'vscode-languageserver';
import { bundle } from './support/bundle.ts';
import { answerOf } from './support/catalog.ts';
import { Editor } from './support/editor.ts';
import { TemporaryWorkspace } from './support/workspace.ts';
import { eventually } from './support/eventually.ts';

const fixture = `
//- booking/project.yaml
project_id: booking
project_name: Booking
//- booking/functions/names.py
KEY = "no_such_name"
//- booking/play.ipynb
{}
`;

describe('a notebook in an agent’s folder', () => {
  let server: string;
  beforeAll(async () => {
    server = await bundle('server');
  });
  const start = (workspace: TemporaryWorkspace): Promise<Editor> =>
    Editor.start({ workspace, server, diagnostics: 'pull', catalog: ({ agentId }) => answerOf(agentId) });

  const cellUri = (workspace: TemporaryWorkspace, index: number): string =>
    `${workspace.uri('booking/play.ipynb').replace(/^file:/, 'vscode-notebook-cell:')}#W${index}sZmlsZQ%3D%3D`;
  const cell = (workspace: TemporaryWorkspace, index: number, text: string): TextDocumentItem => ({
    uri: cellUri(workspace, index),
    languageId: 'python',
    version: 1,
    text,
  });
  const diagnose = async (
    editor: Editor,
    workspace: TemporaryWorkspace,
    index: number,
  ): Promise<readonly Diagnostic[]> => {
    const report = await editor.connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', {
      textDocument: { uri: cellUri(workspace, index) },
    });
    return report.kind === 'full' ? report.items : [];
  };
  const openNotebook = (
    editor: Editor,
    workspace: TemporaryWorkspace,
    ...texts: readonly string[]
  ): Promise<void> =>
    editor.connection.sendNotification('notebookDocument/didOpen', {
      notebookDocument: {
        uri: workspace.uri('booking/play.ipynb'),
        notebookType: 'jupyter-notebook',
        version: 1,
      },
      cellTextDocuments: texts.map((text, index) => cell(workspace, index, text)),
    });
  const change = (editor: Editor, workspace: TemporaryWorkspace, cells: object): Promise<void> =>
    editor.connection.sendNotification('notebookDocument/didChange', {
      notebookDocument: { uri: workspace.uri('booking/play.ipynb'), version: 2 },
      change: { cells },
    });

  it('has findings in its cells, which belong to the agent of the notebook', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    await using editor = await start(workspace);
    await openNotebook(editor, workspace, 'x = 1', '\nconv.utils.get_secret("no_such_name")');
    expect(await diagnose(editor, workspace, 0)).toEqual([]);
    expect(await diagnose(editor, workspace, 1)).toMatchObject([
      { code: 'secret-not-found', range: { start: { line: 1 } } },
    ]);
    const agent = await editor.connection.sendRequest('agentSecrets/agent', { uri: cellUri(workspace, 1) });
    expect(agent).toMatchObject({ agent: { agentId: 'booking' } });
  });

  it('has findings in a remote window too, whose notebooks are files where the server runs', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    await using editor = await start(workspace);
    const path = new URL(workspace.uri('booking/play.ipynb')).pathname;
    const uri = `vscode-notebook-cell://localhost:8080${path}#W0sdnNjb2RlLXJlbW90ZQ%3D%3D`;
    await editor.connection.sendNotification('notebookDocument/didOpen', {
      notebookDocument: { uri: `vscode-remote://localhost:8080${path}`, notebookType: 'jupyter', version: 1 },
      cellTextDocuments: [{ ...cell(workspace, 0, 'conv.utils.get_secret("no_such_name")'), uri }],
    });
    const report = await editor.connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', {
      textDocument: { uri },
    });
    expect(report).toMatchObject({ items: [{ code: 'secret-not-found' }] });
  });

  it('has the same findings for an editor that opens cells as files', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    await using editor = await start(workspace);
    await editor.connection.sendNotification('textDocument/didOpen', {
      textDocument: cell(workspace, 0, 'conv.utils.get_secret("no_such_name")'),
    });
    expect(await diagnose(editor, workspace, 0)).toHaveLength(1);
  });

  it('follows edits, new cells and cells that are deleted', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    await using editor = await start(workspace);
    await openNotebook(editor, workspace, 'x = 1');
    await change(editor, workspace, {
      structure: { array: { start: 1, deleteCount: 0 }, didOpen: [cell(workspace, 1, 'y = 1')] },
    });
    await change(editor, workspace, {
      textContent: [
        {
          document: { uri: cellUri(workspace, 1), version: 2 },
          changes: [{ text: 'conv.utils.get_secret("no_such_name")' }],
        },
      ],
    });
    expect(await diagnose(editor, workspace, 1)).toHaveLength(1);
    await change(editor, workspace, {
      structure: { array: { start: 1, deleteCount: 1 }, didClose: [{ uri: cellUri(workspace, 1) }] },
    });
    expect(await diagnose(editor, workspace, 1)).toEqual([]);
  });

  it('treats names from other cells and from files as dynamic: cells run in any order', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    await using editor = await start(workspace);
    await openNotebook(
      editor,
      workspace,
      'NAME = "no_such_name"',
      'conv.utils.get_secret(NAME)',
      'from names import KEY\nconv.utils.get_secret(KEY)',
      '%pip install x\n!ls "\nconv.utils.get_secret(NAME)',
    );
    await editor.allUses('booking');
    for (const index of [0, 1, 2, 3]) expect(await diagnose(editor, workspace, index)).toEqual([]);
  });

  it('forgets its cells when it is closed', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    await using editor = await start(workspace);
    await openNotebook(editor, workspace, 'conv.utils.get_secret("no_such_name")');
    await eventually(async () => expect(await diagnose(editor, workspace, 0)).toHaveLength(1));
    await editor.connection.sendNotification('notebookDocument/didClose', {
      notebookDocument: { uri: workspace.uri('booking/play.ipynb') },
      cellTextDocuments: [{ uri: cellUri(workspace, 0) }],
    });
    expect(await diagnose(editor, workspace, 0)).toEqual([]);
  });
});
