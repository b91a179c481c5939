import * as vscode from 'vscode';
import type { AgentProject } from '../../contracts/agent-project.ts';
import { fakesByName } from '../../run/fakes/fake-values.ts';
import type { App } from '../app.ts';
import { isTrusted, type StartedRun } from './start-run.ts';

export interface FakeRun extends StartedRun {
  /** The file with the fake values, deleted when the run ends: the names in it are the account's. */
  readonly fakes: vscode.Uri;
}

/** A run that needs no vault; `undefined` when the agent's secrets are not known, which the person has been told. */
export async function startFakeRun(
  app: App,
  { agentId, agentName }: AgentProject,
): Promise<FakeRun | undefined> {
  if (!isTrusted()) return undefined;
  const state = await app.session.catalog(agentId);
  if (state.kind !== 'known') {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('The secrets of {0} are not known, so they cannot be faked.', agentName),
    );
    return undefined;
  }
  const { fs } = vscode.workspace;
  const fakes = vscode.Uri.joinPath(app.fakesFolder, `${crypto.randomUUID()}.json`);
  await fs.writeFile(fakes, new TextEncoder().encode(JSON.stringify(fakesByName(state.catalog))));
  const id = app.runs.add({
    variables: {},
    secrets: [],
    lacks: [],
    personId: '',
    end: () => Promise.resolve(fs.delete(fakes)),
  });
  return { id, variables: {}, fakes, note: vscode.l10n.t('Agent Secrets: with fake values and no vault.') };
}
