import type * as lsp from 'vscode-languageserver';
import { NotificationType } from 'vscode-jsonrpc';
import {
  type AgentParams,
  type AgentPinnedParams,
  type AgentResult,
  type CatalogChangedParams,
  type CursorMovedParams,
  lspMessages,
  type NearestParams,
  type NearestResult,
  type UsesParams,
  type UsesResult,
} from '../contracts/lsp-messages.ts';
import { changesOfFolder } from './changes-of-folder.ts';
import { findingsOfAgent, findingsOfWorkspace } from './agent-findings.ts';
import { readCatalogResult } from './catalog-sources.ts';
import { diagnosticReport } from './diagnostics.ts';
import { featureRows } from './handlers-of-features.ts';
import { notebookRows, textRows } from './text-sync.ts';
import { notification, request, type Row } from './row.ts';
import type { ServerSession } from './server-session.ts';
import { nearestNames } from '../analysis/index.ts';

export const rows: readonly Row[] = [
  ...featureRows,
  ...notebookRows,
  ...textRows,
  request('textDocument/diagnostic', { kind: 'full', items: [] }, diagnose),
  request('workspace/diagnostic', { items: [] }, (session, params: lsp.WorkspaceDiagnosticParams) =>
    session.workspaceDiagnostics.report(params, () => findingsOfWorkspace(session)),
  ),
  request(lspMessages.agent, {}, agent),
  request(lspMessages.changes, { state: 'failed', message: '' }, changesOfFolder),
  request(lspMessages.uses, { names: {}, complete: false }, uses),
  request(lspMessages.findings, { findings: [], complete: false }, findingsOfAgent),
  request(lspMessages.nearest, { names: [] }, nearest),
  notification(
    new NotificationType<lsp.DidChangeWatchedFilesParams>('workspace/didChangeWatchedFiles'),
    didChangeWatchedFiles,
  ),
  notification(
    new NotificationType<lsp.DidChangeWorkspaceFoldersParams>('workspace/didChangeWorkspaceFolders'),
    didChangeWorkspaceFolders,
  ),
  notification(new NotificationType<unknown>('workspace/didChangeConfiguration'), didChangeConfiguration),
  notification(new NotificationType<AgentPinnedParams>(lspMessages.agentPinned), (session, pinned) => {
    session.contexts.pinnedAgent = pinned.agent;
  }),
  notification(new NotificationType<CursorMovedParams>(lspMessages.cursorMoved), (session, moved) =>
    session.typing.cursorMoved(moved.uri, moved.position),
  ),
  notification(
    new NotificationType<CatalogChangedParams | undefined>(lspMessages.catalogChanged),
    catalogChanged,
  ),
];

async function diagnose(
  session: ServerSession,
  params: lsp.DocumentDiagnosticParams,
): Promise<lsp.DocumentDiagnosticReport> {
  return diagnosticReport(await session.diagnose(params.textDocument.uri), params.previousResultId);
}

async function agent(session: ServerSession, { uri }: AgentParams): Promise<AgentResult> {
  const projects = await session.workspace.ready();
  return projects.agentOf(uri);
}

async function uses(session: ServerSession, { agentId }: UsesParams): Promise<UsesResult> {
  await session.workspace.ready();
  return session.index.uses(agentId);
}

function didChangeWatchedFiles(
  session: ServerSession,
  { changes }: lsp.DidChangeWatchedFilesParams,
): Promise<void> {
  return session.filesChanged(changes.map(({ uri }) => uri));
}

function didChangeWorkspaceFolders(
  session: ServerSession,
  { event }: lsp.DidChangeWorkspaceFoldersParams,
): void {
  session.workspace.setFolders({
    added: event.added.map(({ uri }) => uri),
    removed: event.removed.map(({ uri }) => uri),
  });
}

/** Refreshes the views because the client's settings determine which ones are shown. */
async function didChangeConfiguration(session: ServerSession): Promise<void> {
  await session.readConfiguration();
  session.views.refresh();
}

function catalogChanged(session: ServerSession, params: CatalogChangedParams | undefined): void {
  const answers = (params?.catalogs ?? []).flatMap(({ agentId, result }) => {
    const answer = readCatalogResult(result, agentId);
    return answer === undefined ? [] : [[agentId, answer] as const];
  });
  session.catalogs.invalidate(params?.agentIds, new Map(answers));
}

function nearest(_: ServerSession, { name, names }: NearestParams): NearestResult {
  return { names: nearestNames(name, names) };
}
