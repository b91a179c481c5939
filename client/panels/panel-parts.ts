import { compareNames } from '../../contracts/name-order.ts';
import type * as vscode from 'vscode';
import type { PanelAgent } from '../../contracts/panel-agent.ts';
import { type ReceivedEvent, VaultError } from '../../vault-client/index.ts';
import type { AccessRequests } from '../session/lists.ts';
import type { SignedIn } from '../session/session-state.ts';
import type { VaultSession } from '../session/vault-session.ts';
import type { EvidenceSource } from './evidence.ts';
import type { Panels } from './panel.ts';

export interface PanelParts extends SignedIn, EvidenceSource {
  readonly panels: Panels;
  readonly session: VaultSession;
  readonly requests: AccessRequests;
  /** Stores the progress of a rotation in the workspace: names and numbers. */
  readonly memory: vscode.Memento;
}

export interface SecretPanelSubject {
  readonly name: string;
  /** The tab to use, if the editor restored it after a window reload. */
  readonly tab?: vscode.WebviewPanel;
}

/** The agents as listed in panels: sorted by name, with only the properties that panels need. */
export async function agentsByName({ vault, accountId }: SignedIn): Promise<readonly PanelAgent[]> {
  return sortedAgents(await vault.agents(accountId));
}

export function sortedAgents(agents: readonly PanelAgent[]): readonly PanelAgent[] {
  return agents
    .map(({ agentId, agentName }) => ({ agentId, agentName }))
    .toSorted((a, b) => compareNames(a.agentName, b.agentName));
}

/** Whether the secret may have changed. True after `connected`, and for events that do not name a secret. */
export function concernsSecret(event: ReceivedEvent['event'], name: string): boolean {
  if (event.type !== 'catalog-changed') return event.type === 'connected';
  return event.names.length === 0 || event.names.includes(name);
}

/** Whether the secret's access list may have changed; also true if {@link concernsSecret} is. */
export function concernsAccess(event: ReceivedEvent['event'], name: string): boolean {
  if (event.type === 'agents-changed') return true;
  return event.type === 'access-changed' ? event.names.includes(name) : concernsSecret(event, name);
}

/**
 * For requests that the user did not make: what the vault answered, `deleted` if the secret does not exist
 * anymore, `undefined` if the vault did not answer.
 */
export async function lookedUp<T>(answer: Promise<T>): Promise<T | 'deleted' | undefined> {
  return answer.catch((error: unknown) => (isDeleted(error) ? 'deleted' : undefined));
}

export function isDeleted(error: unknown): boolean {
  return error instanceof VaultError && error.code === 'SecretNotFound';
}

/** Whether a change was rejected because it was based on an earlier state. */
export function isConflict(error: unknown): boolean {
  return error instanceof VaultError && error.code === 'VersionConflict';
}

/**
 * For vault errors, the vault client's message; for other errors, `otherwise`, which says what could not be
 * done.
 */
export function messageOf(error: unknown, otherwise: string): string {
  return error instanceof VaultError ? error.message : otherwise;
}
