import * as vscode from 'vscode';
import type { FieldPlacesResult, Place } from '../../contracts/lsp-messages.ts';
import type { FieldPlaces } from './edit-secret.ts';
import type { CurrentAgent } from '../agents/current-agent.ts';
import type { SecretsLanguageClient } from '../language/language-client.ts';
import { CoalescedTask } from '../common/coalesced-task.ts';
import type { UsesOfAgent } from './evidence-on-secret.ts';

/** Tracks what the workspace's code uses, until disposed. */
export interface FollowedCode {
  /** Shows the current uses. */
  look(): Promise<void>;
  dispose(): void;
}

/**
 * Shows the uses in the code on request and whenever they change. Only one request runs at a time, so an
 * older result never replaces a newer one.
 */
export function followCode(
  source: EvidenceSource,
  show: (uses: readonly UsesOfAgent[]) => Promise<void>,
): FollowedCode {
  const looking = new CoalescedTask(async () => show(await usesOfWorkspace(source)));
  const subscription = source.languageClient.onDidChangeUses(() => void looking.rerun());
  return { look: () => looking.rerun(), dispose: () => subscription.dispose() };
}

/**
 * The language server's results for every agent in the workspace. Waits briefly while files are being
 * analyzed.
 */
export async function usesOfWorkspace({
  currentAgent,
  languageClient,
}: EvidenceSource): Promise<UsesOfAgent[]> {
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

export function placeLabels({ fields, others }: FieldPlacesResult): FieldPlaces {
  return { fields: fields.map(placeLabel), others: others.map(placeLabel) };
}
