import * as vscode from 'vscode';
import type { AccessList } from '../../contracts/vault-api/access.ts';
import { isFromAccessPanel } from '../../contracts/webview-guards.ts';
import type { FromAccessPanel, PanelAgent, ToAccessPanel } from '../../contracts/webview-messages.ts';
import { VaultError } from '../../vault-client/index.ts';
import type { Account } from '../account.ts';
import { byName } from './panel-agents.ts';
import { openPanel } from './panel.ts';

export interface AccessSubject {
  readonly name: string;
  readonly preselectedAgentIds: readonly string[];
  /** Places of this workspace that read the secret, by agent. */
  readonly uses: Readonly<Record<string, number>>;
}

/** Access panels that are open: one for each secret, shown again instead of opened twice. */
export class AccessPanels {
  readonly #extensionUri: vscode.Uri;
  readonly #open = new Map<string, AccessPanel>();

  constructor(extensionUri: vscode.Uri) {
    this.#extensionUri = extensionUri;
  }

  async show(account: Account, subject: AccessSubject): Promise<void> {
    this.#open.get(subject.name)?.close();
    const [agents, list] = await Promise.all([account.agents(), account.access(subject.name)]);
    const panel = new AccessPanel(
      this.#extensionUri,
      account,
      { subject, agents: byName(agents), list },
      () => {
        if (this.#open.get(subject.name) === panel) this.#open.delete(subject.name);
      },
    );
    this.#open.set(subject.name, panel);
  }
}

interface AccessPanelContent {
  readonly subject: AccessSubject;
  readonly agents: readonly PanelAgent[];
  readonly list: AccessList;
}

class AccessPanel {
  readonly #account: Account;
  readonly #content: AccessPanelContent;
  readonly #panel: vscode.WebviewPanel;
  /** The list that the person sees, and that a change is decided on. */
  #list: AccessList;

  constructor(extensionUri: vscode.Uri, account: Account, content: AccessPanelContent, closed: () => void) {
    this.#account = account;
    this.#content = content;
    this.#list = content.list;
    this.#panel = openPanel({
      extensionUri,
      script: 'edit-access',
      title: vscode.l10n.t('Access: {0}', content.subject.name),
      received: (message) => {
        if (isFromAccessPanel(message)) void this.#receive(message);
      },
      closed,
    });
  }

  close(): void {
    this.#panel.dispose();
  }

  async #receive(message: FromAccessPanel): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.#post(this.#openMessage());
      case 'cancel':
        return this.close();
      case 'save':
        return this.#save(message);
    }
  }

  #openMessage(): ToAccessPanel {
    const { subject, agents } = this.#content;
    return { type: 'open', ...subject, agents, grantedAgentIds: this.#list.agentIds };
  }

  async #save({ grant, revoke }: Extract<FromAccessPanel, { type: 'save' }>): Promise<void> {
    const { name } = this.#content.subject;
    try {
      await this.#account.changeAccess(name, { grant: [...grant], revoke: [...revoke] }, this.#list.version);
      this.close();
      vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) Access to “{0}” saved', name), 5000);
    } catch (error) {
      await this.#explain(error);
    }
  }

  async #explain(error: unknown): Promise<void> {
    const message = error instanceof VaultError ? error.message : vscode.l10n.t('Access could not be saved.');
    if (!(error instanceof VaultError) || error.code !== 'VersionConflict')
      return this.#post({ type: 'failed', message });
    try {
      this.#list = await this.#account.access(this.#content.subject.name);
      await this.#post({ type: 'conflict', message, grantedAgentIds: this.#list.agentIds });
    } catch {
      await this.#post({ type: 'failed', message });
    }
  }

  async #post(message: ToAccessPanel): Promise<void> {
    await this.#panel.webview.postMessage(message);
  }
}
