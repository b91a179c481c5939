import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { signedInVault, withErrorMessage } from '../app/user-action.ts';
import { isOpen, projectOf, requestedPlace, type RequestRow } from '../session/request-rows.ts';
import { openCreate } from './panel-commands.ts';
import { secretOfAgentIn } from './subject.ts';
import { readableProblem } from '../common/readable-by-others.ts';
import { translate } from '../common/translate.ts';
import { limits } from '../../contracts/secret.ts';
import type { RequestDecision } from '../../contracts/vault-api/requests.ts';

/** Grants the requested access; the input box for a note also serves as the confirmation. */
export async function approveRequest(app: App, argument?: unknown): Promise<void> {
  const signedIn = await signedInVault(app, 'access:write');
  if (!signedIn) return;
  const row = await pickRequest(app, argument, vscode.l10n.t('Approve Which Request?'), isOpen);
  if (!row) return;
  if (row.request.newSecret === true) return createRequested(app, row);
  const note = await askForNote(vscode.l10n.t('Approve: {0}', nameOf(row)), approvalPrompt(row));
  if (note === undefined) return;
  await decide(app, row, vscode.l10n.t('$(check) {0} approved', nameOf(row)), async () => {
    const { status } = await signedIn.vault.approveRequest(addressOf(row), note.note);
    if (status !== 'pending') return undefined;
    return vscode.l10n.t(
      'Approval of {0} recorded. One more approval is needed, from another account admin.',
      nameOf(row),
    );
  });
}

/** The form for the new secret. When it is created with access for the agent, the vault approves the request. */
function createRequested(app: App, { request }: RequestRow): Promise<void> {
  return openCreate(app, { name: request.secretName, agentIds: [request.agentId], fields: [] });
}

/** Denies the requested access; the note explains the decision to the author. */
export async function declineRequest(app: App, argument?: unknown): Promise<void> {
  const signedIn = await signedInVault(app, 'access:write');
  if (!signedIn) return;
  const row = await pickRequest(app, argument, vscode.l10n.t('Decline Which Request?'), isOpen);
  if (!row) return;
  const prompt = vscode.l10n.t('{0} sees the note. Press Enter to decline.', row.request.requestedByName);
  const note = await askForNote(vscode.l10n.t('Decline: {0}', nameOf(row)), prompt);
  if (note === undefined) return;
  await decide(app, row, vscode.l10n.t('$(check) {0} declined', nameOf(row)), () =>
    signedIn.vault.declineRequest(addressOf(row), note.note),
  );
}

/** Withdraws the user's own request. */
export async function cancelRequest(app: App, argument?: unknown): Promise<void> {
  const signedIn = await signedInVault(app, 'requests:write');
  if (!signedIn) return;
  const row = await pickRequest(app, argument, vscode.l10n.t('Cancel Which Request?'), isOwnAndOpen);
  if (!row) return;
  await decide(app, row, vscode.l10n.t('$(check) Request cancelled'), () =>
    signedIn.vault.cancelRequest(addressOf(row)),
  );
}

function isOwnAndOpen(row: RequestRow): boolean {
  return row.isOwn && isOpen(row);
}

/** Refreshes the list even after a failure, because someone else may have decided the request. */
async function decide(
  app: App,
  row: RequestRow,
  done: string,
  /** Resolves to a sentence about what still has to be done, if anything. */
  act: () => Promise<unknown>,
): Promise<void> {
  await withErrorMessage(app, async () => {
    let left: unknown;
    try {
      left = await act();
    } finally {
      await app.requests.refresh();
    }
    if (row.mayDecide) app.session.changed();
    if (typeof left === 'string') void vscode.window.showInformationMessage(left);
    else vscode.window.setStatusBarMessage(done, 5000);
  });
}

/** `undefined` if the user cancels. An empty note counts as no note. */
async function askForNote(title: string, prompt: string): Promise<RequestDecision | undefined> {
  const text = await vscode.window.showInputBox({
    title,
    prompt,
    placeHolder: vscode.l10n.t('Note (optional)'),
    // Keeps the box open while the user looks at the code.
    ignoreFocusOut: true,
    validateInput: (given) => readableProblem(given, limits.reasonLength, translate),
  });
  if (text === undefined) return undefined;
  return text.trim() === '' ? {} : { note: text.trim() };
}

function approvalPrompt(row: RequestRow): string {
  const consequence = vscode.l10n.t(
    '{0} can read it immediately; {1} sees the note. Press Enter to approve.',
    row.agentName,
    row.request.requestedByName,
  );
  return [reasonAndPlace(row), consequence].filter(Boolean).join(' – ');
}

function nameOf({ request, agentName }: RequestRow): string {
  return vscode.l10n.t('{0} for {1}', request.secretName, agentName);
}

function addressOf({ request }: RequestRow): { agentId: string; requestId: string } {
  return { agentId: request.agentId, requestId: request.id };
}

/** Opens the code that an access request refers to, if the agent's project is in this workspace. */
export async function openRequest(app: App, argument?: unknown): Promise<void> {
  const row = await pickRequest(app, argument, vscode.l10n.t('Open Which Requested Place?'));
  if (!row) return;
  const place = requestedPlace(row.request.place);
  const project = projectOf(row, await app.currentAgent.all());
  if (!place || !project) return sayMissing(row);
  const uri = vscode.Uri.joinPath(vscode.Uri.parse(project.rootUri), ...place.path.split('/'));
  try {
    const selection = new vscode.Range(place.line, 0, place.line, 0);
    await vscode.window.showTextDocument(uri, { selection });
  } catch {
    sayMissing(row);
  }
}

function sayMissing({ request, agentName }: RequestRow): void {
  const place = request.place ?? '';
  vscode.window.setStatusBarMessage(
    vscode.l10n.t('"{0}" of {1} is not in this workspace', place, agentName),
    5000,
  );
}

/** The request of a row; prompts the user to pick one if the command has no argument. */
async function pickRequest(
  { requests }: App,
  argument: unknown,
  title: string,
  wanted: (row: RequestRow) => boolean = () => true,
): Promise<RequestRow | undefined> {
  const rows = requests.items.filter(wanted);
  const secret = secretOfAgentIn(argument);
  const given = rows.find(
    ({ request }) =>
      request.id === idIn(argument) ||
      (request.secretName === secret?.name && request.agentId === secret.agentId),
  );
  if (given || argument !== undefined) return given;
  if (rows.length === 0) {
    vscode.window.setStatusBarMessage(vscode.l10n.t('No pending requests'), 5000);
    return undefined;
  }
  const items = rows.map((row) => ({
    label: vscode.l10n.t('{0} for {1}', row.request.secretName, row.agentName),
    description: row.request.requestedByName,
    detail: reasonAndPlace(row),
    row,
  }));
  return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.row;
}

/** The reason for the request and the location of the code, for display. */
function reasonAndPlace({ request: { reason, place } }: RequestRow): string {
  return [reason, place].filter(Boolean).join(' · ');
}

/** Hides a decided request of the user. */
export async function dismissRequest(app: App, argument?: unknown): Promise<void> {
  const row = await pickRequest(app, argument, vscode.l10n.t('Dismiss Which Request?'), isOwnAndDecided);
  if (!row) return;
  await app.dismissed.add(row.request.id);
  await app.requests.refresh();
}

function isOwnAndDecided(row: RequestRow): boolean {
  return row.isOwn && !isOpen(row);
}

/** Rows are recreated with every change, so only the ID is stable. */
function idIn(argument: unknown): unknown {
  if (typeof argument !== 'object' || argument === null || !('request' in argument)) return undefined;
  const { request } = argument;
  return typeof request === 'object' && request !== null && 'id' in request ? request.id : undefined;
}
