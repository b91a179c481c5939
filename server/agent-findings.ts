import type { Diagnostic } from 'vscode-languageserver';
import { type Finding, mayHoldCredentials } from '../analysis/index.ts';
import type { AgentFinding, FindingsParams, FindingsResult } from '../contracts/agent-findings.ts';
import { toDiagnosticOfAgent } from './to-lsp.ts';
import { platform } from './platform/current.ts';
import type { ServerSession } from './server-session.ts';

/**
 * The findings in the files where an agent reads secrets, whether they are open or not. Does not wait for the
 * catalog: when it arrives, the client is notified that the agent changed. With `all`, waits briefly, and
 * includes findings that are about no secret.
 */
export async function findingsOfAgent(
  session: ServerSession,
  { agentId, all = false }: FindingsParams,
): Promise<FindingsResult> {
  await session.workspace.ready();
  const { complete } = await session.index.uses(agentId);
  const uris = new Set(session.index.files(agentId));
  if (all) for (const uri of await suspiciousFiles(session, agentId)) uris.add(uri);
  const findings: AgentFinding[] = [];
  for (const uri of [...uris].toSorted()) {
    findings.push(...(await findingsIn(session, uri, all)));
    // Lets waiting keystrokes be processed first.
    await platform.nextTurn();
  }
  return { findings, complete };
}

/** The agent's files that look as if they contain credentials, whether they read secrets or not. */
async function suspiciousFiles(session: ServerSession, agentId: string): Promise<readonly string[]> {
  const suspicious: string[] = [];
  for (const rootUri of session.workspace.current.rootsOf(agentId)) {
    const store = await session.projectFiles.read({ agentId, rootUri });
    suspicious.push(...store.uris().filter((uri) => mayHoldCredentials(store.file(uri)?.text ?? '')));
  }
  return suspicious;
}

async function findingsIn(
  session: ServerSession,
  uri: string,
  all: boolean,
): Promise<readonly AgentFinding[]> {
  const known = await (all ? session.contexts.soon(uri) : session.contexts.now(uri));
  const file = known.agent && session.projectFiles.file(uri);
  if (file === undefined) return [];
  await session.preparation.values(file, known.project);
  const context = all ? await session.contexts.withCredentials(uri, known) : known;
  return session.analyzer
    .findings(file, context)
    .filter(
      ({ affected, rule, range }) =>
        (all || affected.length > 0) && !session.typing.isWithheld(uri, rule, range),
    )
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
    const { findings } = await findingsOfAgent(session, { agentId, all: true });
    for (const finding of findings) {
      const { uri } = finding.place;
      found.set(uri, [...(found.get(uri) ?? []), toDiagnosticOfAgent(finding)]);
    }
  }
  return found;
}
