import type { Diagnostic } from 'vscode-languageserver';
import type { Finding } from '../analysis/index.ts';
import type { AgentFinding, FindingsParams, FindingsResult } from '../contracts/agent-findings.ts';
import { toDiagnosticOfAgent } from './to-lsp.ts';
import { platform } from './platform/current.ts';
import type { ServerSession } from './server-session.ts';
import { canonicalUri } from './uris.ts';

/**
 * The findings in an agent's files, whether they are open or not, and in its open notebooks: the same that the
 * editor lists for these files. Does not wait for the catalog: when it arrives, the client is notified that the
 * agent changed.
 */
export async function findingsOfAgent(
  session: ServerSession,
  { agentId, wait = false }: FindingsParams,
): Promise<FindingsResult> {
  await session.workspace.ready();
  const { complete } = await session.index.uses(agentId);
  const uris = new Set([...session.index.files(agentId), ...(await openFiles(session, agentId))]);
  const findings: AgentFinding[] = [];
  for (const uri of [...uris].toSorted()) {
    findings.push(...(await findingsIn(session, uri, wait)));
    // Lets waiting keystrokes be processed first.
    await platform.nextTurn();
  }
  return { findings, complete };
}

/** A value can reach an open file that reads no secret, and cells are not among the files of the project. */
async function openFiles(
  { documents, workspace }: ServerSession,
  agentId: string,
): Promise<readonly string[]> {
  const uris = documents.uris().map(canonicalUri);
  const agents = await Promise.all(uris.map((uri) => workspace.agentOf(uri)));
  return uris.filter((_, index) => agents[index]?.agentId === agentId);
}

async function findingsIn(
  session: ServerSession,
  uri: string,
  wait: boolean,
): Promise<readonly AgentFinding[]> {
  const known = await (wait ? session.contexts.soon(uri) : session.contexts.now(uri));
  const file = known.agent && session.projectFiles.file(uri);
  if (file === undefined) return [];
  await session.preparation.values(file, known.project);
  const context = await session.contexts.withCredentials(uri, known);
  return session.analyzer
    .findings(file, context)
    .filter(({ rule, range }) => !session.typing.isWithheld(uri, rule, range))
    .map((finding) => toAgentFinding(finding, uri));
}

function toAgentFinding({ rule, severity, message, affected, range }: Finding, uri: string): AgentFinding {
  return { rule, severity, message, names: affected, place: { uri, range } };
}

/** The findings in the files of all agents, by file. */
export async function findingsOfWorkspace(session: ServerSession): Promise<Map<string, Diagnostic[]>> {
  const projects = await session.workspace.ready();
  await projects.scanned;
  const found = new Map<string, Diagnostic[]>();
  for (const agentId of projects.agentIds()) {
    const { findings } = await findingsOfAgent(session, { agentId, wait: true });
    for (const finding of findings) {
      const { uri } = finding.place;
      found.set(uri, [...(found.get(uri) ?? []), toDiagnosticOfAgent(finding)]);
    }
  }
  return found;
}
