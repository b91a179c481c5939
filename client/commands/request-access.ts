import * as vscode from 'vscode';
import { readableProblem } from '../common/readable-by-others.ts';
import { translate } from '../common/translate.ts';
import { limits } from '../../contracts/secret.ts';
import type { AccessRequest, NewAccessRequest } from '../../contracts/vault-api/requests.ts';
import type { App } from '../app/app.ts';
import { isRecord } from '../../contracts/guards.ts';
import type { SecretOfAgent } from '../../contracts/ids.ts';
import { ownRequestFor } from '../session/own-requests.ts';
import { accessTo } from '../session/session-state.ts';
import { placeLabel } from '../tree/attention.ts';
import { signedInVault, withErrorMessage } from '../app/user-action.ts';
import { pickRequestable } from './pick-requestable.ts';
import { nameIn, secretOfAgentIn } from './subject.ts';

/** Asks the account admins to grant an agent access to a secret. The user gives a reason. */
export async function requestAccess(app: App, argument?: unknown): Promise<void> {
  const signedIn = await signedInVault(app, 'requests:write');
  if (!signedIn) return;
  const subject = secretOfAgentIn(argument) ?? subjectOfRow(argument);
  const agentId = subject?.agentId ?? app.currentAgent.agent?.agentId;
  const secretName = subject?.name ?? nameIn(argument) ?? (await pickRequestable(app));
  if (agentId === undefined || secretName === undefined) return;
  const access = accessTo(secretName, await app.session.catalog(agentId));
  // Shown before the user writes a reason, not afterwards.
  if (access === 'granted') {
    void vscode.window.showInformationMessage(vscode.l10n.t('The agent can already read "{0}".', secretName));
    return;
  }
  const isNew = access === 'absent';
  const earlier = ownRequestFor(app.requests.items, agentId, secretName);
  const reason = await askForReason(secretName, isNew, earlier);
  if (reason === undefined) return;
  const place = subject?.place ?? firstUse(app, secretName);
  const request: NewAccessRequest = {
    secretName,
    newSecret: isNew,
    reason,
    ...(place !== undefined && { place }),
  };
  await withErrorMessage(app, async () => {
    await signedIn.vault.requestAccess(agentId, request);
    await app.requests.refresh();
    const done = isNew
      ? vscode.l10n.t('$(check) New secret "{0}" requested', secretName)
      : vscode.l10n.t('$(check) Access to "{0}" requested', secretName);
    vscode.window.setStatusBarMessage(done, 5000);
  });
}

/**
 * `undefined` if the user cancels. A reason is required, because the admin has nothing else on which to base
 * the decision.
 */
async function askForReason(
  name: string,
  isNew: boolean,
  earlier: AccessRequest | undefined,
): Promise<string | undefined> {
  const reason = await vscode.window.showInputBox({
    title: isNew
      ? vscode.l10n.t('Request the New Secret "{0}"', name)
      : vscode.l10n.t('Request Access to "{0}"', name),
    prompt: [
      ...earlierSentence(earlier),
      isNew
        ? vscode.l10n.t('An account admin creates it with a value. Never write a credential here.')
        : vscode.l10n.t('An account admin decides. Never write a credential here.'),
    ].join(' '),
    value: earlier?.reason ?? '',
    placeHolder: vscode.l10n.t('Why the agent needs it, for example: to charge the deposit'),
    ignoreFocusOut: true,
    validateInput: reasonProblem,
  });
  return reason?.trim();
}

/** A note about the user's earlier request. */
function earlierSentence(earlier: AccessRequest | undefined): readonly string[] {
  if (earlier === undefined) return [];
  if (earlier.status === 'pending')
    return [vscode.l10n.t('You have requested it already. This reason replaces the earlier one.')];
  const by = earlier.decidedByName ?? vscode.l10n.t('An account admin');
  const { note = '' } = earlier;
  return [
    note === ''
      ? vscode.l10n.t('{0} declined your earlier request.', by)
      : vscode.l10n.t('{0} declined your earlier request: "{1}".', by, note),
  ];
}

/** The secret and agent of a row in the Requests view. */
function subjectOfRow(argument: unknown): SecretOfAgent | undefined {
  if (!isRecord(argument) || !isRecord(argument['request'])) return undefined;
  const { secretName, agentId, place } = argument['request'];
  if (typeof secretName !== 'string' || typeof agentId !== 'string') return undefined;
  return { name: secretName, agentId, ...(typeof place === 'string' && { place }) };
}

function reasonProblem(text: string): string | undefined {
  if (text.trim() === '') return vscode.l10n.t('Describe in one sentence what it is for.');
  return readableProblem(text, limits.reasonLength, translate);
}

/** The first known location where the current agent reads the secret. */
function firstUse({ currentAgent, view }: App, name: string): string | undefined {
  const { agent } = currentAgent;
  const [first] = view.placesOf(name);
  if (!first || !agent || !first.uri.startsWith(`${agent.rootUri}/`)) return undefined;
  return placeLabel(first, agent);
}
