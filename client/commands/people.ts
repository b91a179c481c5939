import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { signedInVault, withErrorMessage } from '../app/user-action.ts';
import { readableNameProblem } from '../common/readable-by-others.ts';
import { askInOrder, textQuestion } from '../common/questions.ts';
import { translate } from '../common/translate.ts';
import { confirms } from '../panels/confirm.ts';
import { roleLabel } from '../../contracts/role-label.ts';
import { isValidKey, type PeopleAction } from '../../contracts/people-messages.ts';
import type { Right, TokenMetadata } from '../../contracts/vault-api/identity.ts';
import type { PersonRole, User, UserChange } from '../../contracts/vault-api/users.ts';
import type { SignedIn } from '../session/session-state.ts';
import { issueKey } from './issue-key.ts';

const rights: Readonly<Record<PeopleAction, Right>> = {
  'add-person': 'users:write',
  'change-person': 'users:write',
  'issue-for-person': 'tokens:write',
  'issue-for-agent': 'tokens:write',
  revoke: 'tokens:write',
  'revoke-older': 'tokens:write',
};

/** Runs the action that the user chose in the People panel; `id` identifies the person or the key. */
export async function actOnPeople(app: App, action: PeopleAction, id: string | undefined): Promise<void> {
  const signedIn = await signedInVault(app, rights[action]);
  if (signedIn) await withErrorMessage(app, () => actions[action](signedIn, id ?? ''));
}

const actions: Readonly<Record<PeopleAction, (signedIn: SignedIn, id: string) => Promise<void>>> = {
  'add-person': addPerson,
  'change-person': changePerson,
  'issue-for-person': async (signedIn, id) => {
    const person = await personWith(signedIn, id);
    if (person && person.role !== 'none')
      await issueKey(signedIn, person.name, { role: person.role, userId: person.id });
  },
  'issue-for-agent': async (signedIn) => {
    const agents = await signedIn.vault.agents(signedIn.accountId);
    const items = agents.map(({ agentId, agentName }) => ({ label: agentName, description: agentId }));
    const title = vscode.l10n.t('Issue a Key for Which Agent?');
    const agent = await vscode.window.showQuickPick(items, { title });
    if (agent) await issueKey(signedIn, agent.label, { role: 'agent', agentId: agent.description });
  },
  revoke: revokeKey,
  'revoke-older': revokeOlder,
};

async function personWith({ vault, accountId }: SignedIn, id: string): Promise<User | undefined> {
  return (await vault.users(accountId)).find((user) => user.id === id);
}

async function addPerson({ vault, accountId }: SignedIn): Promise<void> {
  const title = vscode.l10n.t('Add Person');
  const naming = nameQuestion(title, '');
  const mailing = textQuestion({
    title,
    prompt: vscode.l10n.t('Email address (optional)'),
    placeholder: 'ada@example.com',
    value: '',
    feedback: (text) =>
      text.trim() === '' || /^[^@\s]+@[^@\s]+$/.test(text.trim())
        ? undefined
        : vscode.l10n.t('Enter an email address.'),
  });
  if (!(await askInOrder([naming, mailing]))) return;
  const role = await pickRole(naming.box.value.trim());
  if (role === undefined) return;
  const [name, email] = [naming.box.value.trim(), mailing.box.value.trim()];
  await vault.createUser(accountId, { name, role, ...(email !== '' && { email }) });
  done(vscode.l10n.t('$(check) {0} added. Issue a key, or let them sign in with your provider.', name));
}

async function changePerson(signedIn: SignedIn, id: string): Promise<void> {
  const person = await personWith(signedIn, id);
  if (!person) return;
  const change = await askForChange(person);
  if (!change) return;
  await signedIn.vault.changeUser(signedIn.accountId, id, change);
  done(vscode.l10n.t('$(check) {0} changed', person.name));
}

async function askForChange({ name, disabledAt }: User): Promise<UserChange | undefined> {
  const items: readonly (vscode.QuickPickItem & { ask: () => Promise<UserChange | undefined> })[] = [
    { label: vscode.l10n.t('Change Role…'), ask: () => askForRole(name) },
    { label: vscode.l10n.t('Rename…'), ask: () => askForName(name) },
    disabledAt === undefined
      ? {
          label: vscode.l10n.t('Disable…'),
          detail: vscode.l10n.t('Revokes all keys of this person permanently.'),
          ask: () => askToDisable(name),
        }
      : {
          label: vscode.l10n.t('Enable'),
          detail: vscode.l10n.t('Earlier keys stay revoked.'),
          ask: async () => ({ disabled: false }),
        },
  ];
  return (await vscode.window.showQuickPick(items, { title: name }))?.ask();
}

async function askForRole(name: string): Promise<UserChange | undefined> {
  const role = await pickRole(name);
  return role && { role };
}

async function askForName(name: string): Promise<UserChange | undefined> {
  const question = nameQuestion(vscode.l10n.t('Rename {0}', name), name);
  return (await askInOrder([question])) ? { name: question.box.value.trim() } : undefined;
}

async function askToDisable(name: string): Promise<UserChange | undefined> {
  const question = vscode.l10n.t('Disable {0}?', name);
  const detail = vscode.l10n.t('All keys of this person stop working immediately and permanently.');
  return (await confirms(question, vscode.l10n.t('Disable'), detail)) ? { disabled: true } : undefined;
}

function nameQuestion(title: string, value: string) {
  return textQuestion({
    title,
    prompt: vscode.l10n.t('Name of the person'),
    placeholder: 'Ada Lovelace',
    value,
    feedback: (text) => readableNameProblem(text, translate),
  });
}

async function pickRole(name: string): Promise<PersonRole | undefined> {
  const details: Readonly<Record<PersonRole, string>> = {
    author: vscode.l10n.t('Writes functions, and requests access'),
    reviewer: vscode.l10n.t('Sees all names, access and the audit log, and changes nothing'),
    admin: vscode.l10n.t('Creates secrets, grants access, and manages people and keys'),
  };
  const items = (['author', 'reviewer', 'admin'] as const).map((role) => ({
    label: roleLabel(role, translate),
    detail: details[role],
    role,
  }));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Role of {0}', name) }))?.role;
}

async function revokeKey({ vault, accountId }: SignedIn, id: string): Promise<void> {
  const [tokens, me] = await Promise.all([vault.tokens(accountId, {}), vault.me()]);
  const token = tokens.find((one) => one.id === id);
  if (!token) return;
  const question = vscode.l10n.t('Revoke the key "{0}"?', token.name);
  const consequence = vscode.l10n.t(
    'Programs and people that use it lose access immediately. This cannot be undone.',
  );
  const details = [...ownKeyLines(token, tokens, me.id), consequence];
  if (!(await confirms(question, vscode.l10n.t('Revoke'), details.join('\n\n')))) return;
  await vault.revokeToken(accountId, id);
  done(vscode.l10n.t('$(check) Key "{0}" revoked', token.name));
}

/** What happens to the user who revokes the key of this window. */
function ownKeyLines(
  token: TokenMetadata,
  tokens: readonly TokenMetadata[],
  ownId: string,
): readonly string[] {
  if (token.id !== ownId) return [];
  const now = new Date();
  const isLast = !tokens.some((one) => one.role === 'admin' && one.id !== ownId && isValidKey(one, now));
  return [
    vscode.l10n.t('You are signed in with this key, so this window is signed out.'),
    ...(isLast
      ? [
          vscode.l10n.t(
            'It is the last valid key of an account admin. Without another way to sign in, only the operator of the vault can issue a new one.',
          ),
        ]
      : []),
  ];
}

/** After a leak of unknown extent. Counts them first, so that the confirmation shows what will be revoked. */
async function revokeOlder({ vault, accountId }: SignedIn): Promise<void> {
  const today = new Date().toISOString().slice(0, 10);
  const question = textQuestion({
    title: vscode.l10n.t('Revoke Older Keys'),
    prompt: vscode.l10n.t('Revokes everything that was issued before this day (UTC), except your own key.'),
    placeholder: today,
    value: today,
    feedback: (text) => (isDay(text) ? undefined : vscode.l10n.t('Enter a date such as {0}.', today)),
  });
  if (!(await askInOrder([question]))) return;
  const issuedBefore = new Date(question.box.value).toISOString();
  const { tokens, signIns, sandboxes } = await vault.revokeIssuedBefore(accountId, {
    issuedBefore,
    dryRun: true,
  });
  const sure = await confirms(
    vscode.l10n.t('Revoke everything that was issued before {0}?', question.box.value),
    vscode.l10n.t('Revoke'),
    vscode.l10n.t(
      'Keys: {0}, sign-ins: {1}, sandbox sessions: {2}. This cannot be undone.',
      tokens,
      signIns,
      sandboxes,
    ),
  );
  if (!sure) return;
  await vault.revokeIssuedBefore(accountId, { issuedBefore });
  done(vscode.l10n.t('$(check) Older keys revoked'));
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}

function done(text: string): void {
  vscode.window.setStatusBarMessage(text, 5000);
}
