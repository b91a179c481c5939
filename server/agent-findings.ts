import type { AgentFinding, FindingsResult } from '../contracts/agent-findings.ts';
import type { Finding } from '../analysis/index.ts';
import type { UsesParams } from '../contracts/lsp-messages.ts';
import { platform } from './platform/node.ts';
import type { ServerSession } from './server-session.ts';

/**
 * The findings in the files where an agent reads secrets, open or not. Does not wait for the catalog: the
 * agent is announced again when it arrives.
 */
export async function findingsOfAgent(
  session: ServerSession,
  { agentId }: UsesParams,
): Promise<FindingsResult> {
  await session.workspace.met();
  const { complete } = await session.index.uses(agentId);
  const findings: AgentFinding[] = [];
  for (const uri of session.index.files(agentId).toSorted()) {
    findings.push(...(await findingsIn(session, uri)));
    // Lets waiting keystrokes be handled first.
    await platform.nextTurn();
  }
  return { findings, complete };
}

async function findingsIn(session: ServerSession, uri: string): Promise<readonly AgentFinding[]> {
  const context = await session.contexts.now(uri);
  const file = context.agent && session.projectFiles.file(uri);
  if (file === undefined) return [];
  await session.prepare(file, context.project);
  return session.analyzer
    .findings(file, context)
    .filter(({ affected }) => affected.length > 0)
    .map((finding) => toAgentFinding(finding, uri));
}

function toAgentFinding({ rule, message, affected, range }: Finding, uri: string): AgentFinding {
  return { rule, message, names: affected, place: { uri, range } };
}
