import * as vscode from 'vscode';
import type { Place } from '../../contracts/lsp-messages.ts';
import type { App } from '../app.ts';
import type { UsesOfAgent } from './evidence-model.ts';

/** What the language server knows of every agent of the workspace, after a moment's wait if it must. */
export async function usesOfWorkspace({
  currentAgent,
  languageClient,
}: EvidenceSource): Promise<UsesOfAgent[]> {
  const agents = await currentAgent.all();
  return Promise.all(
    agents.map(async ({ agentId }) => ({ agentId, uses: await languageClient.usesSoon(agentId) })),
  );
}

export type EvidenceSource = Pick<App, 'currentAgent' | 'languageClient'>;

/** `hotel-booking/functions/take_deposit.py:9` */
export function placeLabel({ uri, range }: Place): string {
  return `${vscode.workspace.asRelativePath(vscode.Uri.parse(uri))}:${range.start.line + 1}`;
}
