import type * as vscode from 'vscode';
import type { ReceivedEvent } from '../../vault-client/index.ts';
import type { Account } from '../session/account.ts';
import type { Panels } from './panel.ts';

/** Dependencies of a panel about one secret. */
export interface SecretPanelParts {
  readonly panels: Panels;
  readonly account: Account;
}

export interface SecretPanelSubject {
  readonly name: string;
  /** The tab that the editor restored after a window reload. */
  readonly tab?: vscode.WebviewPanel;
}

/** Whether the secret may have changed. True after `connected`, and for events that name no secret. */
export function concernsSecret(event: ReceivedEvent['event'], name: string): boolean {
  if (event.type !== 'catalog-changed') return event.type === 'connected';
  return event.names.length === 0 || event.names.includes(name);
}
