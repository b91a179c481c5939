import * as vscode from 'vscode';
import { commandIds } from '../../contracts/ids.ts';
import {
  type FromSecretsPanel,
  isFromSecretsPanel,
  type SecretAction,
  type ToSecretsPanel,
} from '../../contracts/secrets-messages.ts';
import { CoalescedTask } from '../common/coalesced-task.ts';
import type { Panel } from './panel.ts';
import { agentsByName, messageOf, type PanelParts } from './panel-parts.ts';

const subject = 'secrets of the account';

type Content = Extract<ToSecretsPanel, { type: 'secrets' }>;

const commandOf: Readonly<Record<SecretAction, string>> = {
  show: commandIds.showSecret,
  edit: commandIds.editSecret,
  rotate: commandIds.rotateSecret,
  access: commandIds.editAccess,
  history: commandIds.viewHistory,
  copy: commandIds.copyName,
};

/**
 * Opens the list of the account's secrets. If it is already open, brings it to the front.
 * @throws VaultError
 */
export async function showSecretsPanel(parts: PanelParts, tab?: vscode.WebviewPanel): Promise<void> {
  const { panels } = parts;
  if (!tab && panels.reveal(subject)) return;
  const content = await panels.prepare(subject, () => contentOf(parts), tab);
  if (content) new SecretsPanel(parts, content).open(tab);
}

async function contentOf(parts: PanelParts): Promise<Content> {
  const { vault, accountId, session } = parts;
  const [agents, secrets] = await Promise.all([agentsByName(parts), vault.secrets(accountId)]);
  return {
    type: 'secrets',
    agents,
    secrets,
    mayWrite: session.may('secrets:write'),
    mayChangeAccess: session.may('access:write'),
  };
}

/** Has no input. Each action runs the command that the sidebar offers, with its confirmation and messages. */
class SecretsPanel {
  readonly #parts: PanelParts;
  #content: Content;
  #panel: Panel | undefined;
  readonly #reading = new CoalescedTask(() => this.#readAgain());

  constructor(parts: PanelParts, content: Content) {
    this.#parts = parts;
    this.#content = content;
  }

  open(tab: vscode.WebviewPanel | undefined): void {
    const { session, panels } = this.#parts;
    const following = session.onDidReceive(({ type }) => {
      if (!type.startsWith('request-')) void this.#reading.rerun();
    });
    this.#panel = panels.open(subject, {
      script: 'secrets',
      title: vscode.l10n.t('Secrets of the Account'),
      ...(tab ? { tab } : {}),
      received: (message) => {
        if (isFromSecretsPanel(message)) void this.#receive(message);
      },
      closed: () => following.dispose(),
    });
  }

  async #receive(message: FromSecretsPanel): Promise<void> {
    switch (message.type) {
      case 'ready':
        await this.#panel?.post(this.#content);
        return;
      case 'act':
        await vscode.commands.executeCommand(commandOf[message.action], { name: message.name });
        return;
      case 'delete': {
        const rows = message.names.map((name) => ({ name }));
        await vscode.commands.executeCommand(commandIds.deleteSecret, rows[0], rows);
        return;
      }
    }
  }

  async #readAgain(): Promise<void> {
    try {
      this.#content = await contentOf(this.#parts);
      await this.#panel?.post(this.#content);
    } catch (error) {
      const otherwise = vscode.l10n.t('The list could not be updated.');
      await this.#panel?.post({ type: 'failed', message: messageOf(error, otherwise) });
    }
  }
}
