import type * as lsp from 'vscode-languageserver';
import { NotificationType } from 'vscode-jsonrpc';
import { notification, type Row } from './row.ts';
import type { ServerSession } from './server-session.ts';

/** Handles documents that the editor opens, edits and closes. */
export const textRows: readonly Row[] = [
  notification(
    new NotificationType<lsp.DidOpenTextDocumentParams>('textDocument/didOpen'),
    (session, { textDocument }) => documentOpened(session, textDocument),
  ),
  notification(
    new NotificationType<lsp.DidChangeTextDocumentParams>('textDocument/didChange'),
    documentChanged,
  ),
  notification(
    new NotificationType<lsp.DidCloseTextDocumentParams>('textDocument/didClose'),
    (session, { textDocument }) => documentClosed(session, textDocument.uri),
  ),
];

/** Stores the document immediately; resolves when its agent is known. */
async function documentOpened(session: ServerSession, document: lsp.TextDocumentItem): Promise<void> {
  session.documents.open(document);
  session.delivery.documentChanged(document.uri);
  session.projectFiles.documentChanged(document.uri);
  // Requests the names before the first completion needs them.
  await session.contexts.now(document.uri);
}

function documentChanged(session: ServerSession, params: lsp.DidChangeTextDocumentParams): void {
  session.documents.change(params);
  session.typing.changed(params.textDocument.uri, params.contentChanges);
  session.lateFindings.edited(params.textDocument.uri, params.contentChanges);
  session.delivery.documentChanged(params.textDocument.uri);
  session.projectFiles.documentChanged(params.textDocument.uri);
}

/** From now on, the file's contents come from the disk. */
function documentClosed(session: ServerSession, uri: string): void {
  session.documents.close(uri);
  session.lateFindings.closed(uri);
  session.lensesOf.delete(uri);
  session.delivery.documentClosed(uri);
  session.projectFiles.documentChanged(uri);
  if (session.support.wholeWorkspace) session.workspaceDiagnostics.closed(uri);
}

/**
 * Each cell is a separate document, because neither the order in which cells run nor the variables that other
 * cells assign are known.
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

/** Opens all cells before awaiting anything, because the next message may edit the last one. */
async function cellsOpened(session: ServerSession, cells: readonly lsp.TextDocumentItem[]): Promise<void> {
  await Promise.all(cells.map((cell) => documentOpened(session, cell)));
}
