import * as vscode from 'vscode';
import type { AgentProject } from '../../contracts/agent-project.ts';
import {
  type FakesFile,
  fakesFile,
  fakesFileName,
  type FakesLanguage,
  isFakesFile,
} from '../../run/fakes/fakes-file.ts';
import type { App } from '../app.ts';

/** Writes made-up values, typed as the agent’s secrets are, so that its tests need no vault. */
export async function createTypedFakes({ currentAgent, session }: App): Promise<void> {
  const { agent } = currentAgent;
  if (!agent) return say(vscode.l10n.t('Open a file of an agent first: its secrets are what is faked.'));
  const state = await session.catalog(agent.agentId);
  if (state.kind !== 'known') {
    return say(vscode.l10n.t('The secrets of {0} are not known, so they cannot be faked.', agent.agentName));
  }
  const language = await pickLanguage();
  if (!language) return;
  const fakes = fakesFile(state.catalog, language);
  if (!fakes) return say(vscode.l10n.t('{0} can read no secret.', agent.agentName));
  await write(agent, fakes);
}

async function pickLanguage(): Promise<FakesLanguage | undefined> {
  const items = [
    { label: 'Python', description: fakesFileName.python, language: 'python' },
    { label: 'TypeScript', description: fakesFileName.typescript, language: 'typescript' },
  ] as const;
  const title = vscode.l10n.t('Fakes for Tests in Which Language?');
  return (await vscode.window.showQuickPick(items, { title }))?.language;
}

/** A file of somebody else stays; one of ours is written anew. */
async function write({ rootUri }: AgentProject, { name, text }: FakesFile): Promise<void> {
  const file = vscode.Uri.joinPath(vscode.Uri.parse(rootUri), 'tests', name);
  const before = await textOf(file);
  if (before !== undefined && !isFakesFile(before)) {
    return say(vscode.l10n.t('“{0}” is a file of your own and stays as it is.', `tests/${name}`));
  }
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  await vscode.window.showTextDocument(file);
}

async function textOf(file: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  } catch {
    // Not there yet.
    return undefined;
  }
}

function say(sentence: string): void {
  void vscode.window.showInformationMessage(sentence);
}
