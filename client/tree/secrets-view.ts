import * as vscode from 'vscode';
import { viewIds } from '../../contracts/ids.ts';
import type { Place } from '../../contracts/lsp-messages.ts';
import type { CurrentAgent } from '../current-agent.ts';
import type { SecretsLanguageClient } from '../language-client.ts';
import { relativeAge } from '../../contracts/relative-age.ts';
import type { VaultSession } from '../vault-session.ts';
import { tooltip, treeItem } from './tree-items.ts';
import { childrenOf, roots, type TreeNode, type ViewInput, viewState } from './tree-model.ts';

export interface SecretsViewParts {
  readonly session: VaultSession;
  readonly currentAgent: CurrentAgent;
  readonly languageClient: SecretsLanguageClient;
}

/** The Secrets view: asks the three sources, shows what the model makes of it. */
export class SecretsView implements vscode.TreeDataProvider<TreeNode> {
  readonly #parts: SecretsViewParts;
  readonly #changes = new vscode.EventEmitter<undefined>();
  readonly #view: vscode.TreeView<TreeNode>;
  readonly #subscriptions: readonly { dispose(): void }[];
  #uses: Readonly<Record<string, readonly Place[]>> = {};
  #drawing: NodeJS.Timeout | undefined;
  readonly onDidChangeTreeData = this.#changes.event;

  constructor(parts: SecretsViewParts) {
    this.#parts = parts;
    this.#view = vscode.window.createTreeView(viewIds.secrets, {
      treeDataProvider: this,
      showCollapseAll: true,
    });
    this.#subscriptions = [
      this.#view,
      this.#changes,
      parts.session.onDidChange(() => this.#redraw()),
      parts.currentAgent.onDidChange(() => void this.#agentChanged()),
      parts.languageClient.onDidChangeUses(() => void this.#countUses()),
    ];
    this.#redraw();
  }

  /** Every place of the current agent's project that may read the secret. */
  usesOf(name: string): readonly Place[] {
    return Object.hasOwn(this.#uses, name) ? (this.#uses[name] ?? []) : [];
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    return treeItem(node, new Date());
  }

  getChildren(node?: TreeNode): TreeNode[] {
    if (node) return [...childrenOf(node)];
    return viewState(this.#input()) === 'list' ? [...roots(this.#input())] : [];
  }

  resolveTreeItem(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
    if (node.type === 'secret') item.tooltip = tooltip(node);
    return item;
  }

  dispose(): void {
    clearTimeout(this.#drawing);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #input(): ViewInput {
    const { session, currentAgent } = this.#parts;
    const { agent } = currentAgent;
    return {
      session: session.state,
      agent,
      agentKnown: currentAgent.known,
      projectProblem: currentAgent.problem,
      catalog: agent && session.knownCatalog(agent.agentId),
      uses: this.#uses,
      mayGrant: session.may('access:write'),
    };
  }

  async #agentChanged(): Promise<void> {
    const { session, currentAgent } = this.#parts;
    this.#uses = {};
    this.#redraw();
    if (currentAgent.agent && session.vault) void session.catalog(currentAgent.agent.agentId);
    await this.#countUses();
  }

  async #countUses(): Promise<void> {
    const { agent } = this.#parts.currentAgent;
    if (!agent) return;
    const { names } = await this.#parts.languageClient.uses(agent.agentId);
    if (this.#parts.currentAgent.agent?.agentId !== agent.agentId) return;
    this.#uses = names;
    this.#redraw();
  }

  /** Several sources change at once; the tree is drawn once. */
  #redraw(): void {
    clearTimeout(this.#drawing);
    this.#drawing = setTimeout(() => this.#draw(), 20);
  }

  #draw(): void {
    const { session, currentAgent } = this.#parts;
    const input = this.#input();
    const { agent } = currentAgent;
    // Somebody signed in while this agent was in front: its names are wanted now.
    if (agent && session.vault && !input.catalog && session.state.kind === 'ready') {
      void session.catalog(agent.agentId);
    }
    void setContext('state', viewState(input));
    void setContext('mayGrant', session.may('access:write'));
    void setContext('mayCreate', session.may('secrets:write'));
    this.#view.title = agent ? agentLabel(agent.agentName, currentAgent.pinned) : vscode.l10n.t('Secrets');
    this.#view.message = messageFor(input) ?? '';
    this.#changes.fire(undefined);
  }
}

function setContext(key: string, value: string | boolean): Thenable<unknown> {
  return vscode.commands.executeCommand('setContext', `agentSecrets.${key}`, value);
}

function agentLabel(name: string, pinned: boolean): string {
  return pinned ? vscode.l10n.t('Secrets · {0} (pinned)', name) : vscode.l10n.t('Secrets · {0}', name);
}

/** A line above the list, where a welcome text is not enough. */
function messageFor(input: ViewInput): string | undefined {
  const { session, catalog, projectProblem } = input;
  if (projectProblem !== undefined) return projectProblem;
  if (session.kind === 'signedOut') return session.message;
  if (viewState(input) === 'loading') return vscode.l10n.t('Loading…');
  if (catalog?.kind === 'known' && (catalog.stale || session.kind === 'offline')) {
    const age = relativeAge(catalog.catalog.asOf, new Date(), vscode.env.language);
    return vscode.l10n.t('The vault cannot be reached; this list is from {0}.', age);
  }
  return session.kind === 'failed' || session.kind === 'offline' ? session.message : undefined;
}
