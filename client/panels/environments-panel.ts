import * as vscode from 'vscode';
import {
  type ComparisonView,
  type FromEnvironmentsPanel,
  isFromEnvironmentsPanel,
  type RuleDraft,
  type ToEnvironmentsPanel,
} from '../../contracts/environments-messages.ts';
import { commandIds } from '../../contracts/ids.ts';
import type { SecretMetadata } from '../../contracts/vault-api/secrets.ts';
import { CoalescedTask } from '../common/coalesced-task.ts';
import { identityOf } from '../session/session-state.ts';
import { showCreateSecretPanel } from './create-secret-panel.ts';
import { comparedSecrets, isSameRule } from './environments.ts';
import { FormPanel } from './form-panel.ts';
import { agentsByName, messageOf, type PanelParts } from './panel-parts.ts';

const subject = 'environments of the account';

export interface EnvironmentsOptions {
  readonly draft?: RuleDraft;
  readonly view?: ComparisonView;
  /** The tab to use, if the editor restored it after a window reload. */
  readonly tab?: vscode.WebviewPanel;
}

interface Content {
  readonly agents: Awaited<ReturnType<typeof agentsByName>>;
  readonly secrets: readonly SecretMetadata[];
}

/**
 * Opens the comparison of the account's environments. If it is already open, brings it to the front.
 * @throws VaultError
 */
export async function showEnvironments(parts: PanelParts, options: EnvironmentsOptions): Promise<void> {
  const { panels } = parts;
  if (!options.tab && panels.reveal(subject)) return;
  const content = await panels.prepare(subject, () => contentOf(parts), options.tab);
  if (content) new EnvironmentsPanel(parts, content, options).open(options.tab);
}

async function contentOf(parts: PanelParts): Promise<Content> {
  const [agents, secrets] = await Promise.all([agentsByName(parts), parts.vault.secrets(parts.accountId)]);
  return { agents, secrets };
}

class EnvironmentsPanel extends FormPanel<FromEnvironmentsPanel, ToEnvironmentsPanel> {
  #content: Content;
  #draft: RuleDraft | undefined;
  #view: ComparisonView | undefined;
  readonly #reading = new CoalescedTask(() => this.#readAgain());

  constructor(parts: PanelParts, content: Content, { draft, view }: EnvironmentsOptions) {
    super(parts);
    this.#content = content;
    this.#draft = draft;
    this.#view = view;
  }

  open(tab: vscode.WebviewPanel | undefined): void {
    const { session } = this.parts;
    this.show({
      subject,
      script: 'environments',
      title: vscode.l10n.t('Environments'),
      tab,
      accepts: isFromEnvironmentsPanel,
      following: [
        session.onDidReceive(({ type }) => {
          if (!type.startsWith('request-')) void this.#reading.rerun();
        }),
        // The rule and the user's rights are part of the session.
        session.onDidChange(({ agentIds }) => {
          if (!agentIds) void this.#show();
        }),
      ],
    });
  }

  protected async receive(message: FromEnvironmentsPanel): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.#show();
      case 'show':
        await vscode.commands.executeCommand(commandIds.showSecret, { name: message.name });
        return;
      case 'create':
        return this.#create(message.name, message.counterpart);
      case 'draft':
        this.#draft = message.draft;
        this.#view = message.view;
        return;
      case 'save':
        return this.#save(message.draft);
    }
  }

  protected get label(): string {
    return vscode.l10n.t('Environments');
  }

  protected get isUnsaved(): boolean {
    return this.#draft !== undefined;
  }

  protected reopen(): Promise<void> {
    return showEnvironments(this.parts, {
      ...(this.#draft && { draft: this.#draft }),
      ...(this.#view && { view: this.#view }),
    });
  }

  async #show(): Promise<void> {
    const { session } = this.parts;
    await this.post({
      type: 'open',
      agents: this.#content.agents,
      environments: this.#rule(),
      secrets: comparedSecrets(this.#content.secrets),
      mayWrite: session.may('secrets:write'),
      mayChangeRule: session.may('account:write'),
      draft: this.#draft,
      view: this.#view,
    });
  }

  #rule(): RuleDraft['before'] {
    return identityOf(this.parts.session.state)?.environments ?? [];
  }

  /** The user chooses the agents: those of one environment are rarely those of another. */
  async #create(name: string, counterpart: string): Promise<void> {
    const like = this.#content.secrets.find((secret) => secret.name === counterpart);
    const { fields = [], description = '' } = like ?? {};
    await this.#withMessage(vscode.l10n.t('The form could not be opened.'), () =>
      showCreateSecretPanel(this.parts, { name, fields, description, agentIds: [] }),
    );
  }

  async #save({ before, environments }: RuleDraft): Promise<void> {
    const { vault, accountId, session } = this.parts;
    await this.#withMessage(vscode.l10n.t('The environments could not be saved.'), async () => {
      const account = await vault.account(accountId);
      if (!isSameRule(account.environments, before)) {
        await session.refresh();
        const message = vscode.l10n.t(
          'Someone else has changed the environments. Check yours, then save again.',
        );
        await this.post({ type: 'failed', message });
        return;
      }
      await vault.changeAccount(accountId, { environments: [...environments] }, account.revision);
      this.#draft = undefined;
      // The rule on display is that of the session.
      await session.refresh();
      await this.post({ type: 'saved' });
    });
  }

  async #readAgain(): Promise<void> {
    await this.#withMessage(vscode.l10n.t('The list could not be updated.'), async () => {
      this.#content = await contentOf(this.parts);
      await this.#show();
    });
  }

  async #withMessage(otherwise: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      await this.post({ type: 'failed', message: messageOf(error, otherwise) });
    }
  }
}
