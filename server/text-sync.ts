import type * as lsp from 'vscode-languageserver';
import { NotificationType } from 'vscode-jsonrpc';
import { notification, type Row } from './row.ts';
import type { ServerSession } from './server-session.ts';

/** Texts that the editor opens, edits and closes. */
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

/** Stores the text immediately; resolves when its agent is known. */
async function documentOpened(session: ServerSession, document: lsp.TextDocumentItem): Promise<void> {
  session.documents.open(document);
  session.delivery.documentChanged(document.uri);
  session.projectFiles.documentChanged(document.uri);
  // Starts requesting names before the first completion.
  await session.contexts.now(document.uri);
}

function documentChanged(session: ServerSession, params: lsp.DidChangeTextDocumentParams): void {
  session.documents.change(params);
  session.typing.changed(params.textDocument.uri, params.contentChanges);
  session.delivery.documentChanged(params.textDocument.uri);
  session.projectFiles.documentChanged(params.textDocument.uri);
}

/** From now on, the file's content comes from disk. */
function documentClosed(session: ServerSession, uri: string): void {
  session.documents.close(uri);
  session.delivery.documentClosed(uri);
  session.projectFiles.documentChanged(uri);
}

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
