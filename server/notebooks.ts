import { NotificationType } from 'vscode-jsonrpc';
import type * as lsp from 'vscode-languageserver';
import { notification, type Row } from './row.ts';
import type { ServerSession } from './server-session.ts';
import { documentChanged, documentClosed, documentOpened } from './text-sync.ts';

/**
 * Each cell is a text of its own: the order in which cells run is unknown, and so is what other cells
 * assigned.
 */
export const notebookRows: readonly Row[] = [
  notification(
    new NotificationType<lsp.DidOpenNotebookDocumentParams>('notebookDocument/didOpen'),
    (session, { cellTextDocuments }) => cellsOpened(session, cellTextDocuments),
  ),
  notification(
    new NotificationType<lsp.DidChangeNotebookDocumentParams>('notebookDocument/didChange'),
    notebookChanged,
  ),
  notification(
    new NotificationType<lsp.DidCloseNotebookDocumentParams>('notebookDocument/didClose'),
    (session, { cellTextDocuments }) => cellTextDocuments.forEach(({ uri }) => documentClosed(session, uri)),
  ),
];

async function notebookChanged(
  session: ServerSession,
  { change }: lsp.DidChangeNotebookDocumentParams,
): Promise<void> {
  const { structure, textContent = [] } = change.cells ?? {};
  for (const { uri } of structure?.didClose ?? []) documentClosed(session, uri);
  for (const { document, changes } of textContent) {
    documentChanged(session, { textDocument: document, contentChanges: changes });
  }
  await cellsOpened(session, structure?.didOpen ?? []);
}

/** Opens all texts before awaiting anything: the next message may edit the last one. */
async function cellsOpened(session: ServerSession, cells: readonly lsp.TextDocumentItem[]): Promise<void> {
  await Promise.all(cells.map((cell) => documentOpened(session, cell)));
}
