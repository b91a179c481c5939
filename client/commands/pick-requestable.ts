import * as vscode from 'vscode';
import { nameProblem } from '../../contracts/secret.ts';
import type { App } from '../app/app.ts';
import { askInOrder, textQuestion } from '../common/questions.ts';
import { readableNameProblem } from '../common/readable-by-others.ts';
import { translate } from '../common/translate.ts';
import { type Requestable, requestableSecrets } from './requestable.ts';
import { kindText, noSecretsHere, pickRow } from './subject.ts';

/** Prompts for a secret that the current agent cannot read, or for the name of a new one. */
export async function pickRequestable(app: App): Promise<string | undefined> {
  const { agent } = app.currentAgent;
  const state = agent && (await app.session.catalog(agent.agentId));
  if (!agent || state?.kind !== 'known') return noSecretsHere();
  const { findings } = await app.languageClient.findings(agent.agentId);
  const open = vscode.window.activeTextEditor?.document.uri.toString();
  const isOpen = (uri: string): boolean => vscode.Uri.parse(uri).toString() === open;
  const rows = rowsOf(requestableSecrets(agent, findings, state.catalog, isOpen));
  const newSecret = vscode.l10n.t('Request a New Secret');
  const last = { label: `$(add) ${newSecret}…`, alwaysShow: true };
  const picked = await pickRow(
    [...rows, separator(''), last],
    vscode.l10n.t('Request Access to Which Secret?'),
  );
  if (picked?.label !== last.label) return picked?.label;
  const question = textQuestion({
    title: newSecret,
    prompt: vscode.l10n.t('Enter a name.'),
    placeholder: vscode.l10n.t('For example {0}', 'stripe_api_key'),
    value: picked.typed,
    feedback: nameFeedback,
  });
  return (await askInOrder([question])) ? question.box.value.trim() : undefined;
}

/** A line separates what the open file needs, what only other files need, and the rest. */
function* rowsOf(secrets: readonly Requestable[]): Generator<vscode.QuickPickItem> {
  let previous: Requestable | undefined;
  for (const one of secrets) {
    const { name, neededBy, secret } = one;
    if (neededBy !== previous?.neededBy)
      yield separator(neededBy === 'file' ? vscode.l10n.t('Needed by this file') : '');
    const description = secret ? kindText(secret) : vscode.l10n.t('does not exist');
    yield { label: name, description, detail: secret?.description ?? '' };
    previous = one;
  }
}

function separator(label: string): vscode.QuickPickItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function nameFeedback(text: string): string | undefined {
  const name = text.trim();
  const refusal = readableNameProblem(name, translate);
  if (refusal !== undefined || nameProblem(name) === undefined) return refusal;
  return vscode.l10n.t(
    'The name contains a character that cannot be printed, such as a line break. Remove it.',
  );
}
