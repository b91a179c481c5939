import * as vscode from 'vscode';
import type { NewSecret } from '../../contracts/vault-api/secrets.ts';
import { isFromCreatePanel } from '../../contracts/webview-guards.ts';
import type { FromCreatePanel, ToCreatePanel } from '../../contracts/webview-messages.ts';
import { VaultError } from '../../vault-client/index.ts';
import type { Account } from '../account.ts';
import { byName } from './panel-agents.ts';
import type { Panel, Panels } from './panel.ts';

/** What the form is filled with when it opens. */
export interface CreatePrefill {
  readonly name: string;
  readonly agentIds: readonly string[];
  readonly fields: readonly string[];
}

/** Resolves once the panel is open. It closes itself when the secret is created. */
export async function showCreateSecretPanel(
  panels: Panels,
  account: Account,
  prefill: CreatePrefill,
): Promise<void> {
  const subject = `create ${prefill.name}`;
  if (panels.reveal(subject)) return;
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
  const panel = panels.open(subject, {
    script: 'create-secret',
    title: vscode.l10n.t('Create Secret'),
    received: (message) => {
      if (isFromCreatePanel(message)) void receive(panel, account, open, message);
    },
  });
}

async function receive(
  panel: Panel,
  account: Account,
  open: ToCreatePanel,
  message: FromCreatePanel,
): Promise<void> {
  switch (message.type) {
    case 'ready':
      await panel.post(open);
      return;
    case 'cancel':
      panel.close();
      return;
    case 'create':
      await create(panel, account, message);
  }
}

async function create(
  panel: Panel,
  account: Account,
  { type: _type, agentIds, ...secret }: Extract<FromCreatePanel, { type: 'create' }>,
): Promise<void> {
  try {
    const created: NewSecret = { ...secret, agentIds: [...agentIds] };
    await account.createSecret(created);
    panel.close();
    vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) Secret “{0}” created', secret.name), 5000);
  } catch (error) {
    const failed: ToCreatePanel = { type: 'failed', ...failure(error) };
    if (!(await panel.post(failed))) void vscode.window.showErrorMessage(failed.message);
  }
}

function failure(error: unknown): { message: string; field?: 'name' | 'value' } {
  if (!(error instanceof VaultError)) return { message: vscode.l10n.t('The secret could not be created.') };
  if (error.code === 'NameTaken') return { message: error.message, field: 'name' };
  return error.code === 'TooLarge' ? { message: error.message, field: 'value' } : { message: error.message };
}
