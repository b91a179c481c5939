import * as vscode from 'vscode';
import type { NewSecret } from '../../contracts/vault-api/secrets.ts';
import { isFromCreatePanel } from '../../contracts/webview-guards.ts';
import type { FromCreatePanel, ToCreatePanel } from '../../contracts/webview-messages.ts';
import { VaultError } from '../../vault-client/index.ts';
import type { Account } from '../account.ts';
import { byName } from './panel-agents.ts';
import { openPanel } from './panel.ts';

/** What the form is filled with when it opens. */
export interface CreatePrefill {
  readonly name: string;
  readonly agentIds: readonly string[];
  readonly fields: readonly string[];
}

/** Resolves once the panel is open. It closes itself when the secret is created. */
export async function openCreateSecretPanel(
  extensionUri: vscode.Uri,
  account: Account,
  prefill: CreatePrefill,
): Promise<void> {
  const [agents, secrets] = await Promise.all([account.agents(), account.secrets()]);
  const open: ToCreatePanel = {
    type: 'open',
    agents: byName(agents),
    selectedAgentIds: prefill.agentIds,
    takenNames: secrets.map(({ name }) => name),
    name: prefill.name,
    kind: prefill.fields.length > 0 ? 'key_value' : 'single',
    fields: prefill.fields,
  };
  const panel = openPanel({
    extensionUri,
    script: 'create-secret',
    title: vscode.l10n.t('Create Secret'),
    received: (message) => {
      if (isFromCreatePanel(message)) void receive(panel, account, open, message);
    },
    closed: () => {},
  });
}

async function receive(
  panel: vscode.WebviewPanel,
  account: Account,
  open: ToCreatePanel,
  message: FromCreatePanel,
): Promise<void> {
  switch (message.type) {
    case 'ready':
      await panel.webview.postMessage(open);
      return;
    case 'cancel':
      panel.dispose();
      return;
    case 'create':
      await create(panel, account, message);
  }
}

async function create(
  panel: vscode.WebviewPanel,
  account: Account,
  { type: _type, agentIds, ...secret }: Extract<FromCreatePanel, { type: 'create' }>,
): Promise<void> {
  try {
    const created: NewSecret = { ...secret, agentIds: [...agentIds] };
    await account.createSecret(created);
    panel.dispose();
    vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) Secret “{0}” created', secret.name), 5000);
  } catch (error) {
    const failed: ToCreatePanel = { type: 'failed', ...failure(error) };
    await panel.webview.postMessage(failed);
  }
}

function failure(error: unknown): { message: string; field?: 'name' | 'value' } {
  if (!(error instanceof VaultError)) return { message: vscode.l10n.t('The secret could not be created.') };
  if (error.code === 'NameTaken') return { message: error.message, field: 'name' };
  return error.code === 'TooLarge' ? { message: error.message, field: 'value' } : { message: error.message };
}
