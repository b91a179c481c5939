import * as vscode from 'vscode';
import type { AgentProject } from '../../contracts/agent-project.ts';
import type { AgentCatalog } from '../../contracts/catalog.ts';
import { fakesByName } from '../../run/fakes/fake-values.ts';
import type { App } from '../app/app.ts';
import { signedInVault } from '../app/user-action.ts';
import { isTrusted, type StartedRun } from './start-run.ts';

export interface FakeRun extends StartedRun {
  /**
   * The file with the fake values. It contains names of the account's secrets, so it is deleted when the run
   * ends.
   */
  readonly fakes: vscode.Uri;
}

/**
 * The agent's catalog, from which values are made up; `undefined` if it is unknown, which is shown to the
 * user. Cached names require no sign-in.
 */
export async function catalogToFake(
  app: App,
  { agentId, agentName }: AgentProject,
): Promise<AgentCatalog | undefined> {
  if (!isTrusted()) return undefined;
  const known = await app.session.catalog(agentId);
  if (known.kind === 'known') return known.catalog;
  if (!(await signedInVault(app, 'catalog:read'))) return undefined;
  const state = await app.session.catalog(agentId);
  if (state.kind === 'known') return state.catalog;
  void vscode.window.showInformationMessage(
    vscode.l10n.t('The secrets of {0} are not known, so they cannot be faked.', agentName),
  );
  return undefined;
}

/** Starts a run that needs neither the vault nor a token. */
export async function startFakeRun(app: App, catalog: AgentCatalog): Promise<FakeRun> {
  const { fs } = vscode.workspace;
  const fakes = vscode.Uri.joinPath(app.fakesFolder, `${crypto.randomUUID()}.json`);
  await fs.writeFile(fakes, new TextEncoder().encode(JSON.stringify(fakesByName(catalog))));
  const id = app.runs.add({
    variables: {},
    secrets: [],
    lacks: [],
    personId: '',
    end: () => Promise.resolve(fs.delete(fakes)),
  });
  return {
    id,
    variables: {},
    fakes,
    note: vscode.l10n.t('Agent Secrets: with fake values, without a vault.'),
  };
}
