import * as vscode from 'vscode';
import { isRecord } from '../../contracts/guards.ts';
import type { Right } from '../../contracts/vault-api/identity.ts';
import type { App } from '../app/app.ts';
import { signedInVault, withErrorMessage } from '../app/user-action.ts';
import { nameIn, pickSecret, secretOfAgentIn } from './subject.ts';
import { type MatrixOptions, showAccessMatrix } from '../panels/access-matrix-panel.ts';
import { type AuditOptions, showAuditPanel } from '../panels/audit-panel.ts';
import { firstAuditView } from '../panels/audit-search.ts';
import { type CreatePrefill, showCreateSecretPanel } from '../panels/create-secret-panel.ts';
import { type AccessSubject, showAccessPanel } from '../panels/edit-access-panel.ts';
import { type EditSubject, showEditSecretPanel } from '../panels/edit-secret-panel.ts';
import { type EnvironmentsOptions, showEnvironments } from '../panels/environments-panel.ts';
import { type ActOnPeople, type PeopleOptions, showPeoplePanel } from '../panels/people-panel.ts';
import { showHistoryPanel } from '../panels/history-panel.ts';
import { showSecretPage } from '../panels/secret-page-panel.ts';
import { type SecretsOptions, showSecretsPanel } from '../panels/secrets-panel.ts';
import { type ImportOptions, showImportPanel } from '../panels/import-panel.ts';
import { chooseForSecret } from './choose-for-secret.ts';
import { actOnPeople } from './people.ts';
import { showRotatePanel } from '../panels/rotate-panel.ts';
import type { PanelParts, SecretPanelSubject } from '../panels/panel-parts.ts';

/**
 * Opens the Create panel: empty for the current agent, or prefilled from a "not found" finding. An agent is
 * preselected only for a reason, so that it does not get access to a value that is not meant for it.
 */
export async function addSecret(app: App, argument?: unknown): Promise<void> {
  const given = secretOfAgentIn(argument);
  const agentId = given?.agentId ?? (await app.currentAgent.certain())?.agentId;
  const prefill = {
    name: given?.name ?? '',
    agentIds: agentId === undefined ? [] : [agentId],
    fields: given?.fields ?? [],
  };
  await openCreate(app, prefill);
}

export function openCreate(app: App, prefill: CreatePrefill): Promise<void> {
  return open(app, 'secrets:write', (parts) => showCreateSecretPanel(parts, prefill));
}

/** Shows a preview of the secrets in a file, from which they can be created. */
export function openImport(app: App, options: ImportOptions): Promise<void> {
  return open(app, 'secrets:write', (parts) => showImportPanel(parts, options));
}

export async function editSecret(app: App, argument?: unknown): Promise<void> {
  const name = nameIn(argument) ?? (await pickSecret(app, vscode.l10n.t('Edit Which Secret?')));
  if (name !== undefined) await openEdit(app, { name });
}

export function openEdit(app: App, subject: EditSubject): Promise<void> {
  return open(app, 'secrets:write', (parts) => showEditSecretPanel(parts, subject));
}

export async function rotateSecret(app: App, argument?: unknown): Promise<void> {
  const name = nameIn(argument) ?? (await pickSecret(app, vscode.l10n.t('Rotate Which Secret?')));
  if (name !== undefined) await openRotate(app, { name });
}

export function openRotate(app: App, subject: SecretPanelSubject): Promise<void> {
  return open(app, 'secrets:write', (parts) => showRotatePanel(parts, subject));
}

/** Opens a secret's Access panel, which shows for each agent what the code in this workspace proves. */
export function showAccess(app: App, name: string, preselectedAgentIds: readonly string[]): Promise<void> {
  return openAccess(app, { name, draft: { grant: preselectedAgentIds, revoke: [] } });
}

export function openAccess(app: App, subject: AccessSubject): Promise<void> {
  return open(app, 'access:write', (parts) => showAccessPanel(parts, subject));
}

export async function editAccess(app: App, argument?: unknown): Promise<void> {
  const name = nameIn(argument) ?? (await pickSecret(app, vscode.l10n.t('Edit Access to Which Secret?')));
  if (name !== undefined) await showAccess(app, name, []);
}

/**
 * Opens the matrix of all agents and secrets in the account. Users who cannot change access can view and
 * export it.
 */
export function openAccessMatrix(app: App): Promise<void> {
  return openMatrix(app, { draft: [] });
}

export function openMatrix(app: App, options: MatrixOptions): Promise<void> {
  return open(app, 'secrets:list', (parts) => showAccessMatrix(parts, options));
}

/** Opens the list of all secrets in the account. */
export function openSecretsOfAccount(app: App, options: SecretsOptions = {}): Promise<void> {
  return open(app, 'secrets:list', (parts) => showSecretsPanel(parts, options));
}

/** Opens the audit log of the account; for a secret, with the events about it. */
export function showAuditLog(app: App, argument?: unknown): Promise<void> {
  const secret = nameIn(argument);
  return openAudit(app, secret === undefined ? {} : { view: { ...firstAuditView, secret } });
}

export function openAudit(app: App, options: AuditOptions): Promise<void> {
  return open(app, 'audit:read', (parts) => showAuditPanel(parts, options));
}

/** Opens the people and keys of the account. */
export function openPeople(app: App, options: PeopleOptions = {}): Promise<void> {
  const act: ActOnPeople = (action, id) => actOnPeople(app, action, id);
  return open(app, 'people:list', (parts) => showPeoplePanel(parts, act, options));
}

/** Opens the comparison of the account's environments. */
export function openEnvironments(app: App, options: EnvironmentsOptions = {}): Promise<void> {
  return open(app, 'secrets:list', (parts) => showEnvironments(parts, options));
}

/** Opens the page of one secret. Users who may not list secrets choose what to do with it. */
export async function showSecret(app: App, argument?: unknown): Promise<void> {
  const { session } = app;
  if (isRecord(argument) && session.state.kind === 'ready' && !session.may('secrets:list'))
    return chooseForSecret(argument);
  const name = nameIn(argument) ?? (await pickSecret(app, vscode.l10n.t('Show Which Secret?')));
  if (name !== undefined) await openSecret(app, { name });
}

export function openSecret(app: App, subject: SecretPanelSubject): Promise<void> {
  return open(app, 'secrets:list', (parts) => showSecretPage(parts, subject));
}

export async function viewHistory(app: App, argument?: unknown): Promise<void> {
  const name =
    nameIn(argument) ?? (await pickSecret(app, vscode.l10n.t('View the History of Which Secret?')));
  if (name !== undefined) await openHistory(app, { name });
}

export function openHistory(app: App, subject: SecretPanelSubject): Promise<void> {
  return open(app, 'secrets:list', (parts) => showHistoryPanel(parts, subject));
}

/** Opens a panel if the user has the right; otherwise shows why not. */
async function open(app: App, right: Right, show: (parts: PanelParts) => Promise<void>): Promise<void> {
  const signedIn = await signedInVault(app, right);
  if (signedIn) await withErrorMessage(app, () => show({ ...app, ...signedIn }));
}
