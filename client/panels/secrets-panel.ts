import * as vscode from 'vscode';
import { commandIds } from '../../contracts/ids.ts';
import {
  type BulkAction,
  type FromSecretsPanel,
  isFromSecretsPanel,
  type SecretAction,
  type SecretsView,
  type ToSecretsPanel,
} from '../../contracts/secrets-messages.ts';
import { CoalescedTask } from '../common/coalesced-task.ts';
import { followCode, type FollowedCode } from './evidence.ts';
import type { UsesOfAgent } from './evidence-on-secret.ts';
import { changeAccessOfMany } from './access-of-many.ts';
import type { Panel } from './panel.ts';
import { agentsByName, messageOf, type PanelParts } from './panel-parts.ts';
import { namesInCode } from './secrets-list.ts';

const subject = 'secrets of the account';

type Content = Extract<ToSecretsPanel, { type: 'secrets' }>;

const commandOf: Readonly<Record<SecretAction, string>> = {
  show: commandIds.showSecret,
  edit: commandIds.editSecret,
  rotate: commandIds.rotateSecret,
  access: commandIds.editAccess,
  history: commandIds.viewHistory,
  copy: commandIds.copyName,
  restore: commandIds.restoreSecrets,
};

/** The changes that commands make. */
const bulkCommandOf: Readonly<Record<Exclude<BulkAction, 'grant' | 'revoke'>, string>> = {
  deprecate: commandIds.deprecateSecret,
  upkeep: commandIds.editUpkeep,
  delete: commandIds.deleteSecret,
  restore: commandIds.restoreSecrets,
};

export interface SecretsOptions {
  readonly view?: SecretsView;
  /** The tab to use, if the editor restored it after a window reload. */
  readonly tab?: vscode.WebviewPanel;
}

/**
 * Opens the list of the account's secrets. If it is already open, brings it to the front.
 * @throws VaultError
 */
export async function showSecretsPanel(parts: PanelParts, { tab, view }: SecretsOptions): Promise<void> {
  const { panels } = parts;
  if (!tab && panels.reveal(subject)) return;
  const content = await panels.prepare(subject, () => contentOf(parts), tab);
  if (content) new SecretsPanel(parts, { ...content, view }).open(tab);
}

async function contentOf(parts: PanelParts): Promise<Content> {
  const { vault, accountId, session } = parts;
  const [agents, secrets] = await Promise.all([
    agentsByName(parts),
    vault.secrets(accountId, { includeDeleted: true }),
  ]);
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
  readonly #code: FollowedCode;
  #uses: readonly UsesOfAgent[] | undefined;
  readonly #reading = new CoalescedTask(() => this.#readAgain());

  constructor(parts: PanelParts, content: Content) {
    this.#parts = parts;
    this.#content = content;
    this.#code = followCode(parts, (uses) => {
      this.#uses = uses;
      return this.#showCode();
    });
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
      closed: () => {
        following.dispose();
        this.#code.dispose();
      },
    });
  }

  async #receive(message: FromSecretsPanel): Promise<void> {
    switch (message.type) {
      case 'ready':
        await this.#post(this.#content);
        return this.#code.look();
      case 'draft':
        this.#content = { ...this.#content, view: message.view };
        return;
      case 'read-again':
        return this.#readAgain();
      case 'act':
        await vscode.commands.executeCommand(commandOf[message.action], { name: message.name });
        return;
      case 'act-on-all':
        return this.#actOnAll(message.action, message.names);
    }
  }

  async #actOnAll(action: BulkAction, names: readonly string[]): Promise<void> {
    if (action !== 'grant' && action !== 'revoke') {
      const rows = names.map((name) => ({ name }));
      await vscode.commands.executeCommand(bulkCommandOf[action], rows[0], rows);
      return;
    }
    const otherwise = vscode.l10n.t('Access could not be saved.');
    const chosen = new Set(names);
    const { agents, secrets } = this.#content;
    const selection = { agents, secrets: secrets.filter(({ name }) => chosen.has(name)) };
    await this.#withMessage(otherwise, () => changeAccessOfMany(this.#parts, action, selection));
  }

  async #showCode(): Promise<void> {
    if (!this.#uses) return;
    await this.#post({ type: 'code', code: namesInCode(this.#content.secrets, this.#uses) });
  }

  async #readAgain(): Promise<void> {
    await this.#withMessage(vscode.l10n.t('The list could not be updated.'), async () => {
      const content = await contentOf(this.#parts);
      this.#content = { ...content, view: this.#content.view };
      await this.#post(this.#content);
      await this.#showCode();
    });
  }

  async #withMessage(otherwise: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      await this.#post({ type: 'failed', message: messageOf(error, otherwise) });
    }
  }

  async #post(message: ToSecretsPanel): Promise<void> {
    await this.#panel?.post(message);
  }
}
