import { NotificationType } from 'vscode-jsonrpc';
import type * as lsp from 'vscode-languageserver';
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
export async function documentOpened(session: ServerSession, document: lsp.TextDocumentItem): Promise<void> {
  session.documents.open(document);
  session.delivery.documentChanged(document.uri);
  session.projectFiles.documentChanged(document.uri);
  // Starts requesting names before the first completion.
  await session.contexts.now(document.uri);
}

export function documentChanged(session: ServerSession, params: lsp.DidChangeTextDocumentParams): void {
  session.documents.change(params);
  session.typing.changed(params.textDocument.uri, params.contentChanges);
  session.delivery.documentChanged(params.textDocument.uri);
  session.projectFiles.documentChanged(params.textDocument.uri);
}

/** From now on, the file's content comes from disk. */
export function documentClosed(session: ServerSession, uri: string): void {
  session.documents.close(uri);
  session.delivery.documentClosed(uri);
  session.projectFiles.documentChanged(uri);
}
