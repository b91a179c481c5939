import * as vscode from 'vscode';
import type { NewSecret } from '../../contracts/vault-api/secrets.ts';
import { isFromCreatePanel } from '../../contracts/webview-guards.ts';
import type { FromCreatePanel, ToCreatePanel } from '../../contracts/webview-messages.ts';
import { VaultError } from '../../vault-client/index.ts';
import type { Account } from '../account.ts';
import type { HeldLiteral } from './literal.ts';
import { byName } from './panel-agents.ts';
import type { Panel, Panels } from './panel.ts';

/** What the form is filled with when it opens. */
export interface CreatePrefill {
  readonly name: string;
  readonly agentIds: readonly string[];
  readonly fields: readonly string[];
  /** A text of the code that becomes the value. */
  readonly literal?: HeldLiteral;
}

/** Resolves once the panel is open. It closes itself when the secret is created. */
export async function showCreateSecretPanel(
  panels: Panels,
  account: Account,
  prefill: CreatePrefill,
): Promise<void> {
  const { literal } = prefill;
  const subject = `create ${prefill.name}`;
  // What a form about another place was given stays with it: a literal starts anew.
  if (!literal && panels.reveal(subject)) return;
  const [agents, secrets] = await Promise.all([account.agents(), account.secrets()]);
  const open: ToCreatePanel = {
    type: 'open',
    agents: byName(agents),
    selectedAgentIds: prefill.agentIds,
    takenNames: secrets.map(({ name }) => name),
    name: prefill.name,
    kind: prefill.fields.length > 0 ? 'key_value' : 'single',
    fields: prefill.fields,
    ...(literal ? { literal: literal.place } : {}),
  };
  const panel = panels.open(subject, {
    script: 'create-secret',
    title: vscode.l10n.t('Create Secret'),
    retain: true,
    received: (message) => {
      if (isFromCreatePanel(message)) void receive({ panel, account, literal }, open, message);
    },
  });
}

interface Creating {
  readonly panel: Panel;
  readonly account: Account;
  readonly literal: HeldLiteral | undefined;
}

async function receive(creating: Creating, open: ToCreatePanel, message: FromCreatePanel): Promise<void> {
  switch (message.type) {
    case 'ready':
      await creating.panel.post(open);
      return;
    case 'cancel':
      creating.panel.close();
      return;
    case 'create':
      await create(creating, message);
  }
}

async function create(
  { panel, account, literal }: Creating,
  { type: _type, literal: wantsLiteral, agentIds, ...secret }: Extract<FromCreatePanel, { type: 'create' }>,
): Promise<void> {
  const moved = wantsLiteral ? literal : undefined;
  try {
    if (wantsLiteral && !moved?.isThere()) return await fail(panel, { message: goneText() });
    const created: NewSecret = {
      ...secret,
      ...(moved ? { value: moved.value } : {}),
      agentIds: [...agentIds],
    };
    await account.createSecret(created);
    panel.close();
    vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) Secret “{0}” created', secret.name), 5000);
  } catch (error) {
    return fail(panel, failure(error));
  }
  if (moved && !(await moved.replace(secret.name)))
    void vscode.window.showWarningMessage(leftText(secret.name));
}

async function fail(panel: Panel, failed: { message: string; field?: 'name' | 'value' }): Promise<void> {
  const message: ToCreatePanel = { type: 'failed', ...failed };
  if (!(await panel.post(message))) void vscode.window.showErrorMessage(failed.message);
}

function goneText(): string {
  return vscode.l10n.t('The selected text has changed or is gone. Nothing was stored; select it again.');
}

function leftText(name: string): string {
  return vscode.l10n.t(
    '“{0}” is in the vault, but the code has changed meanwhile: put the code that reads it there yourself.',
    name,
  );
}

function failure(error: unknown): { message: string; field?: 'name' | 'value' } {
  if (!(error instanceof VaultError)) return { message: vscode.l10n.t('The secret could not be created.') };
  if (error.code === 'NameTaken') return { message: error.message, field: 'name' };
  return error.code === 'TooLarge' ? { message: error.message, field: 'value' } : { message: error.message };
}
