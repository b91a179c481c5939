import * as vscode from 'vscode';
import {
  type AgentUsage,
  type FromChangesPanel,
  isFromChangesPanel,
  type ToChangesPanel,
} from '../../contracts/access-changes-messages.ts';
import type { AgentProject } from '../../contracts/agent-project.ts';
import { type CommandId, commandIds, type SecretOfAgent } from '../../contracts/ids.ts';
import type { BranchReview } from '../changes/branch-review.ts';
import { showPlaces } from '../common/show-places.ts';
import { translate } from '../common/translate.ts';
import type { CurrentAgent } from '../agents/current-agent.ts';
import type { SecretsLanguageClient } from '../language/language-client.ts';
import type { VaultSession } from '../session/vault-session.ts';
import { usageOfAgent } from './access-changes.ts';
import type { Panel, Panels } from './panel.ts';

interface ChangesPanelParts {
  readonly panels: Panels;
  readonly review: BranchReview;
  readonly session: VaultSession;
  readonly currentAgent: CurrentAgent;
  readonly languageClient: SecretsLanguageClient;
}

const subject = 'access changes';

/** Opens the panel, or brings it to the front. */
export function showAccessChanges(parts: ChangesPanelParts, tab?: vscode.WebviewPanel): void {
  if (!tab && parts.panels.reveal(subject)) return;
  new ChangesPanel(parts).open(tab);
}

/** Shows what the branch changes about access. It has no input of its own: existing commands make the changes. */
class ChangesPanel {
  readonly #parts: ChangesPanelParts;
  #panel: Panel | undefined;
  #agents: readonly AgentProject[] = [];

  constructor(parts: ChangesPanelParts) {
    this.#parts = parts;
  }

  open(tab: vscode.WebviewPanel | undefined): void {
    const { panels, review, languageClient } = this.#parts;
    const following = [
      review.watch(),
      review.onDidChange(() => void this.#show()),
      languageClient.onDidChangeUses(() => void this.#showUsage()),
    ];
    this.#panel = panels.open(subject, {
      script: 'access-changes',
      title: vscode.l10n.t('Review Access Changes'),
      ...(tab ? { tab } : {}),
      received: (message) => {
        if (isFromChangesPanel(message)) void this.#receive(message);
      },
      closed: () => {
        for (const subscription of following) subscription.dispose();
      },
    });
  }

  async #receive(message: FromChangesPanel): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.#show();
      case 'refresh':
        return this.#parts.review.refresh();
      case 'choose-base':
        await vscode.commands.executeCommand(commandIds.chooseChangesBase);
        return;
      case 'open-place': {
        const row = this.#parts.review.changes?.[message.list][message.index];
        return row && showPlaces([row.place]);
      }
      case 'act':
        return this.#act(message);
    }
  }

  async #show(): Promise<void> {
    const { review, session, currentAgent } = this.#parts;
    const { changes, failure } = review;
    if (!changes) {
      const nothing = vscode.l10n.t('There is no other branch to compare with. Choose a base.');
      const failed = vscode.l10n.t('The changes could not be compared.');
      const why = failure === undefined ? nothing : translate(failure) || failed;
      await this.#post({ type: 'absent', message: why });
      return;
    }
    this.#agents = await currentAgent.all();
    await this.#post({
      type: 'show',
      changes,
      agentNames: Object.fromEntries(this.#agents.map(({ agentId, agentName }) => [agentId, agentName])),
      rights: {
        mayGrant: session.may('access:write'),
        mayRequest: !session.may('access:write') && session.may('requests:write'),
        mayCreate: session.may('secrets:write'),
      },
    });
    await this.#showUsage();
  }

  async #showUsage(): Promise<void> {
    if (!this.#parts.review.changes) return;
    const { session, languageClient } = this.#parts;
    const usages = await Promise.all(
      this.#agents.map(async (agent): Promise<readonly AgentUsage[]> => {
        const [state, uses] = await Promise.all([
          session.catalog(agent.agentId),
          languageClient.uses(agent.agentId),
        ]);
        return state.kind === 'known'
          ? [usageOfAgent(agent, state.catalog, uses, new Date().toISOString())]
          : [];
      }),
    );
    await this.#post({ type: 'usage', agents: usages.flat() });
  }

  async #act({ verb, index }: Extract<FromChangesPanel, { type: 'act' }>): Promise<void> {
    const { changes } = this.#parts.review;
    const row = verb === 'revoke' ? changes?.gone[index] : changes?.needs[index];
    if (!row) return;
    const { name, agentId, label } = row;
    const secret: SecretOfAgent = { name, agentId, ...(verb === 'revoke' ? {} : { place: label }) };
    await vscode.commands.executeCommand(commandOf[verb], secret);
  }

  async #post(message: ToChangesPanel): Promise<void> {
    await this.#panel?.post(message);
  }
}

/** Access that is no longer needed is revoked in the Access panel, which shows what else reads the secret. */
const commandOf: Readonly<Record<Extract<FromChangesPanel, { type: 'act' }>['verb'], CommandId>> = {
  grant: commandIds.grantToAgent,
  request: commandIds.requestAccess,
  create: commandIds.addSecret,
  revoke: commandIds.editAccess,
};
