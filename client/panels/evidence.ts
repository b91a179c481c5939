import * as vscode from 'vscode';
import type { Place } from '../../contracts/lsp-messages.ts';
import type { CurrentAgent } from '../agents/current-agent.ts';
import type { SecretsLanguageClient } from '../language/language-client.ts';
import { CoalescedTask } from '../common/coalesced-task.ts';
import type { UsesOfAgent } from './evidence-on-secret.ts';

/** Follows what the code of the workspace uses, until it is disposed. */
export interface FollowedCode {
  /** Shows it as it is from now on. */
  look(): Promise<void>;
  dispose(): void;
}

/**
 * Shows what the code uses when asked to, and whenever that changed. One at a time: what was read first
 * would otherwise stand there last.
 */
export function followCode(
  source: EvidenceSource,
  show: (uses: readonly UsesOfAgent[]) => Promise<void>,
): FollowedCode {
  const looking = new CoalescedTask(async () => show(await usesOfWorkspace(source)));
  const subscription = source.languageClient.onDidChangeUses(() => void looking.rerun());
  return { look: () => looking.rerun(), dispose: () => subscription.dispose() };
}

/** What the language server knows of every agent of the workspace, after a moment's wait if it must. */
async function usesOfWorkspace({ currentAgent, languageClient }: EvidenceSource): Promise<UsesOfAgent[]> {
  const agents = await currentAgent.all();
  return Promise.all(
    agents.map(async ({ agentId }) => ({ agentId, uses: await languageClient.usesSoon(agentId) })),
  );
}

export interface EvidenceSource {
  readonly currentAgent: CurrentAgent;
  readonly languageClient: SecretsLanguageClient;
}

/** `hotel-booking/functions/take_deposit.py:9` */
export function placeLabel({ uri, range }: Place): string {
  return `${vscode.workspace.asRelativePath(vscode.Uri.parse(uri))}:${range.start.line + 1}`;
}
