import * as vscode from 'vscode';
import type { AccessList } from '../../contracts/vault-api/access.ts';
import { isFromAccessPanel } from '../../contracts/webview-guards.ts';
import type { FromAccessPanel, PanelAgent, ToAccessPanel } from '../../contracts/webview-messages.ts';
import { VaultError } from '../../vault-client/index.ts';
import type { Account } from '../account.ts';
import { byName } from './panel-agents.ts';
import type { Panel, Panels } from './panel.ts';

export interface AccessSubject {
  readonly name: string;
  readonly preselectedAgentIds: readonly string[];
  /** Places of this workspace that read the secret, by agent. */
  readonly uses: Readonly<Record<string, number>>;
}

/**
 * Opens the access list of a secret. One that is open already comes to the front with what was ticked;
 * only when further agents are to be ticked does it start anew.
 */
export async function showAccessPanel(
  panels: Panels,
  account: Account,
  subject: AccessSubject,
): Promise<void> {
  if (subject.preselectedAgentIds.length === 0 && panels.reveal(subjectOf(subject))) return;
  const [agents, list] = await Promise.all([account.agents(), account.access(subject.name)]);
  new AccessPanel(account, { subject, agents: byName(agents), list }).open(panels);
}

function subjectOf({ name }: AccessSubject): string {
  return `access ${name}`;
}

interface AccessPanelContent {
  readonly subject: AccessSubject;
  readonly agents: readonly PanelAgent[];
  readonly list: AccessList;
}

class AccessPanel {
  readonly #account: Account;
  readonly #content: AccessPanelContent;
  #panel: Panel | undefined;
  /** The list that the person sees, and that a change is decided on. */
  #list: AccessList;

  constructor(account: Account, content: AccessPanelContent) {
    this.#account = account;
    this.#content = content;
    this.#list = content.list;
  }

  open(panels: Panels): void {
    const { subject } = this.#content;
    this.#panel = panels.open(subjectOf(subject), {
      script: 'edit-access',
      title: vscode.l10n.t('Access: {0}', subject.name),
      received: (message) => {
        if (isFromAccessPanel(message)) void this.#receive(message);
      },
    });
  }

  async #receive(message: FromAccessPanel): Promise<void> {
    switch (message.type) {
      case 'ready':
        await this.#post(this.#openMessage());
        return;
      case 'cancel':
        this.#panel?.close();
        return;
      case 'save':
        await this.#save(message);
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
      this.#panel?.close();
      vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) Access to “{0}” saved', name), 5000);
    } catch (error) {
      await this.#explain(error);
    }
  }

  async #explain(error: unknown): Promise<void> {
    const message = error instanceof VaultError ? error.message : vscode.l10n.t('Access could not be saved.');
    const conflict = error instanceof VaultError && error.code === 'VersionConflict';
    const answer = conflict ? await this.#readAgain(message) : ({ type: 'failed', message } as const);
    if (!(await this.#post(answer))) void vscode.window.showErrorMessage(message);
  }

  async #readAgain(message: string): Promise<ToAccessPanel> {
    try {
      this.#list = await this.#account.access(this.#content.subject.name);
      return { type: 'conflict', message, grantedAgentIds: this.#list.agentIds };
    } catch {
      return { type: 'failed', message };
    }
  }

  async #post(message: ToAccessPanel): Promise<boolean> {
    return (await this.#panel?.post(message)) ?? false;
  }
}
