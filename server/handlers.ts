import { type CancellationToken, type MessageConnection, NotificationType } from 'vscode-jsonrpc/node';
import type * as lsp from 'vscode-languageserver';
import {
  type AgentParams,
  type AgentResult,
  type CatalogChangedParams,
  lspMessages,
  type UsesParams,
  type UsesResult,
} from '../contracts/lsp-messages.ts';
import { guard, guardNotification } from './guard.ts';
import type { Log } from './log.ts';
import type { Session } from './session.ts';
import { toCodeAction, toCompletionItem, toHover } from './to-lsp.ts';

/** Puts one message onto a connection. */
type Row = (connection: MessageConnection, session: Session, log: Log) => void;

/** Everything the server answers and hears once it is initialized. */
export const rows: readonly Row[] = [
  request('textDocument/completion', [], complete),
  request('textDocument/hover', null, hover),
  request('textDocument/codeAction', [], codeActions),
  request('textDocument/diagnostic', { kind: 'full', items: [] }, diagnose),
  request(lspMessages.agent, {}, agent),
  request(lspMessages.uses, { names: {}, complete: false }, uses),
  notification(new NotificationType<lsp.DidOpenTextDocumentParams>('textDocument/didOpen'), didOpen),
  notification(new NotificationType<lsp.DidChangeTextDocumentParams>('textDocument/didChange'), didChange),
  notification(new NotificationType<lsp.DidCloseTextDocumentParams>('textDocument/didClose'), didClose),
  notification(
    new NotificationType<lsp.DidChangeWatchedFilesParams>('workspace/didChangeWatchedFiles'),
    didChangeWatchedFiles,
  ),
  notification(
    new NotificationType<lsp.DidChangeWorkspaceFoldersParams>('workspace/didChangeWorkspaceFolders'),
    didChangeWorkspaceFolders,
  ),
  notification(new NotificationType<unknown>('workspace/didChangeConfiguration'), (session) =>
    session.readConfiguration(),
  ),
  notification(
    new NotificationType<CatalogChangedParams | undefined>(lspMessages.catalogChanged),
    catalogChanged,
  ),
];

async function complete(session: Session, params: lsp.CompletionParams): Promise<lsp.CompletionItem[]> {
  const context = await session.contextOf(params.textDocument.uri);
  const file = session.documents.file(params.textDocument.uri);
  if (file === undefined) return [];
  return session.analyzer
    .complete(file, file.offsetAt(params.position), context)
    .flatMap((completion) => toCompletionItem(completion, session.clientCommands) ?? []);
}

async function hover(session: Session, params: lsp.HoverParams): Promise<lsp.Hover | null> {
  const context = await session.contextOf(params.textDocument.uri);
  const file = session.documents.file(params.textDocument.uri);
  const found = file && session.analyzer.hover(file, file.offsetAt(params.position), context);
  return found === undefined ? null : toHover(found);
}

async function codeActions(session: Session, params: lsp.CodeActionParams): Promise<lsp.CodeAction[]> {
  const { uri } = params.textDocument;
  if (!wantsQuickFixes(params.context.only)) return [];
  const context = await session.contextOf(uri);
  const file = session.documents.file(uri);
  if (file === undefined) return [];
  return session.analyzer
    .codeActions(file, params.range, context)
    .flatMap((action) => toCodeAction(action, uri, session.clientCommands) ?? []);
}

async function diagnose(
  session: Session,
  params: lsp.DocumentDiagnosticParams,
): Promise<lsp.DocumentDiagnosticReport> {
  return { kind: 'full', items: await session.diagnose(params.textDocument.uri) };
}

async function agent(session: Session, { uri }: AgentParams): Promise<AgentResult> {
  const projects = await session.projects();
  return projects.agentOf(uri);
}

async function uses(session: Session, { agentId }: UsesParams): Promise<UsesResult> {
  await session.projects();
  return session.uses.uses(agentId);
}

async function didOpen(session: Session, { textDocument }: lsp.DidOpenTextDocumentParams): Promise<void> {
  session.documents.open(textDocument);
  session.delivery.documentChanged(textDocument.uri);
  session.uses.documentChanged(textDocument.uri);
  // The names are on their way before anybody asks for a completion.
  await session.contextNow(textDocument.uri);
}

function didChange(session: Session, params: lsp.DidChangeTextDocumentParams): void {
  session.documents.change(params);
  session.delivery.documentChanged(params.textDocument.uri);
  session.uses.documentChanged(params.textDocument.uri);
}

/** From now on the disk has the last word about the file. */
function didClose(session: Session, { textDocument }: lsp.DidCloseTextDocumentParams): void {
  session.documents.close(textDocument.uri);
  session.delivery.documentClosed(textDocument.uri);
  session.uses.documentChanged(textDocument.uri);
}

function didChangeWatchedFiles(
  session: Session,
  { changes }: lsp.DidChangeWatchedFilesParams,
): Promise<void> {
  return session.filesChanged(changes.map(({ uri }) => uri));
}

function didChangeWorkspaceFolders(session: Session, { event }: lsp.DidChangeWorkspaceFoldersParams): void {
  session.setFolders({
    added: event.added.map(({ uri }) => uri),
    removed: event.removed.map(({ uri }) => uri),
  });
}

function catalogChanged(session: Session, params: CatalogChangedParams | undefined): void {
  session.catalogs.invalidate(params?.agentIds);
}

/** `never`: each row knows its own parameters, the table does not; the protocol vouches for them. */
function request<R>(
  method: string,
  fallback: R,
  answer: (session: Session, params: never) => R | Promise<R>,
): Row {
  return (connection, session, log) => {
    const handler: (params: never, token: CancellationToken) => Promise<unknown> = guard(
      log,
      method,
      fallback,
      (params: never) => answer(session, params),
    );
    connection.onRequest(method, handler);
  };
}

function notification<P>(
  type: NotificationType<P>,
  take: (session: Session, params: P) => void | Promise<void>,
): Row {
  return (connection, session, log) => {
    connection.onNotification(
      type,
      guardNotification(log, type.method, (params: P) => take(session, params)),
    );
  };
}

/** Kinds are a hierarchy: who asks for `quickfix.x` asks for something narrower than ours. */
function wantsQuickFixes(only: readonly string[] | undefined): boolean {
  return only === undefined || only.some((kind) => kind === '' || kind === 'quickfix');
}
