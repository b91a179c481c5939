import type { AgentFinding } from '../../contracts/agent-findings.ts';
import * as vscode from 'vscode';
import { viewIds } from '../../contracts/ids.ts';
import type { Place, UsesResult } from '../../contracts/lsp-messages.ts';
import type { BranchReview } from '../changes/branch-review.ts';
import type { CurrentAgent } from '../agents/current-agent.ts';
import type { SecretsLanguageClient } from '../language/language-client.ts';
import { CoalescedTask } from '../common/coalesced-task.ts';
import { identityOf } from '../session/session-state.ts';
import type { AccessRequests } from '../session/lists.ts';
import { openRequestsOf } from '../session/own-requests.ts';
import type { VaultSession } from '../session/vault-session.ts';
import { accountItem, type AccountRow, isAccount } from './account-row.ts';
import { isRotation, rotationItem, type RotationRow } from './rotation-row.ts';
import { namesInRotation } from '../panels/rotation.ts';
import { isTryAgain, offlineLine, tryAgainItem, tryAgainRow, type TryAgainRow } from './offline.ts';
import { tooltip, treeItem } from './tree-items.ts';
import {
  attentionCount,
  childrenOf,
  hasRows,
  nodeOf,
  parentOf,
  roots,
  type TreeNode,
  type ViewInput,
  viewState,
} from './tree.ts';

interface SecretsViewParts {
  readonly session: VaultSession;
  readonly currentAgent: CurrentAgent;
  readonly languageClient: SecretsLanguageClient;
  readonly review: BranchReview;
  readonly requests: AccessRequests;
  /** Holds the rotations that have begun. */
  readonly memory: Pick<vscode.Memento, 'keys'>;
  /** Called whenever the view becomes visible. */
  readonly seen: () => void;
}

type OwnRow = TryAgainRow | AccountRow | RotationRow;
type Row = TreeNode | OwnRow;

/** The Secrets view: requests data from the three sources and shows the resulting model. */
export class SecretsView implements vscode.TreeDataProvider<Row> {
  readonly #parts: SecretsViewParts;
  readonly #changes = new vscode.EventEmitter<undefined>();
  readonly #view: vscode.TreeView<Row>;
  readonly #subscriptions: readonly { dispose(): void }[];
  #uses: UsesResult = noUses;
  #findings: readonly AgentFinding[] = [];
  readonly #look = new CoalescedTask(() => this.#lookAtCode());
  #drawing: NodeJS.Timeout | undefined;
  #drawn = '';
  #ageing: NodeJS.Timeout | undefined;
  #watching: vscode.Disposable | undefined;
  readonly onDidChangeTreeData = this.#changes.event;

  constructor(parts: SecretsViewParts) {
    this.#parts = parts;
    this.#view = vscode.window.createTreeView(viewIds.secrets, {
      treeDataProvider: this,
      showCollapseAll: true,
      canSelectMany: true,
    });
    this.#subscriptions = [
      this.#view,
      this.#changes,
      parts.session.onDidChange(() => this.#redraw()),
      parts.currentAgent.onDidChange(() => void this.#agentChanged()),
      parts.languageClient.onDidChangeUses(({ agentIds }) => {
        const { agent } = parts.currentAgent;
        if (agent && agentIds.includes(agent.agentId)) void this.#look.rerun();
      }),
      // A rotation is remembered or finished when its panel closes.
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => closed.length > 0 && this.#redraw()),
      parts.review.onDidChange(() => this.#redraw()),
      parts.requests.onDidChange(() => this.#redraw()),
      this.#view.onDidChangeVisibility(() => this.#visibilityChanged()),
    ];
    this.#visibilityChanged();
    this.#redraw();
  }

  getTreeItem(row: Row): vscode.TreeItem {
    if (isTryAgain(row)) return tryAgainItem();
    if (isRotation(row)) return rotationItem(row);
    return isAccount(row) ? accountItem(row) : treeItem(row, new Date(), this.#rights());
  }

  getChildren(row?: Row): Row[] {
    if (row) return isOwn(row) ? [] : [...childrenOf(row)];
    const input = this.#input();
    if (!hasRows(viewState(input))) return [];
    const tryAgain = oldListSince(input) === undefined ? [] : [tryAgainRow];
    return [...tryAgain, ...this.#accountRows(), ...this.#rotationRows(), ...roots(input)];
  }

  getParent(row: Row): TreeNode | undefined {
    return isOwn(row) ? undefined : parentOf(row, this.#input());
  }

  async reveal(name: string): Promise<boolean> {
    const { session, currentAgent } = this.#parts;
    if (currentAgent.agent) await session.catalog(currentAgent.agent.agentId);
    const node = nodeOf(this.#input(), name);
    if (node) await this.#view.reveal(node, { select: true, focus: true });
    return node !== undefined;
  }

  /** The known locations where the current agent reads the secret. */
  placesOf(name: string): readonly Place[] {
    return Object.hasOwn(this.#uses.names, name) ? (this.#uses.names[name] ?? []) : [];
  }

  resolveTreeItem(item: vscode.TreeItem, node: Row): vscode.TreeItem {
    if (node.type === 'secret') item.tooltip = tooltip(node);
    return item;
  }

  dispose(): void {
    clearTimeout(this.#drawing);
    clearInterval(this.#ageing);
    this.#watching?.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #input(): ViewInput {
    const { session, currentAgent, requests } = this.#parts;
    const { agent } = currentAgent;
    const open = agent ? openRequestsOf(requests.items, agent.agentId) : [];
    return {
      session: session.state,
      agent,
      agentKnown: currentAgent.known,
      projectProblem: currentAgent.problem,
      serverFailed: currentAgent.serverFailed,
      catalog: agent && session.knownCatalog(agent.agentId),
      uses: this.#uses.names,
      usesComplete: this.#uses.complete,
      findings: this.#findings,
      requested: new Set(open.map(({ name }) => name)),
      changes: this.#parts.review.changes,
      mayList: session.may('secrets:list'),
      now: new Date(),
    };
  }

  #accountRows(): readonly AccountRow[] {
    const { state, vault } = this.#parts.session;
    const identity = identityOf(state);
    return identity && vault ? [{ type: 'account', identity, vaultUrl: vault.url }] : [];
  }

  #rotationRows(): readonly RotationRow[] {
    const { session, memory } = this.#parts;
    if (session.accountId === undefined || !session.may('secrets:write')) return [];
    return namesInRotation(memory.keys(), session.accountId).map((name) => ({ type: 'rotation', name }));
  }

  #rights(): readonly string[] {
    const { session } = this.#parts;
    const mayGrant = session.may('access:write');
    return [
      ...(mayGrant ? ['mayGrant'] : []),
      ...(session.may('secrets:write') ? ['mayWrite'] : []),
      ...(session.may('secrets:list') ? ['mayList'] : []),
      ...(!mayGrant && session.may('requests:write') ? ['mayRequest'] : []),
    ];
  }

  async #agentChanged(): Promise<void> {
    const { session, currentAgent } = this.#parts;
    this.#uses = noUses;
    this.#findings = [];
    this.#redraw();
    if (currentAgent.agent && session.vault) void session.catalog(currentAgent.agent.agentId);
    await this.#look.rerun();
  }

  async #lookAtCode(): Promise<void> {
    const { agent } = this.#parts.currentAgent;
    if (!agent) return;
    const { languageClient } = this.#parts;
    const uses = await languageClient.uses(agent.agentId);
    const { findings } = await languageClient.findings(agent.agentId);
    if (this.#parts.currentAgent.agent?.agentId !== agent.agentId) return;
    this.#uses = uses;
    this.#findings = findings;
    this.#redraw();
  }

  /** A hidden view reviews no changes and updates no ages. */
  #visibilityChanged(): void {
    this.#keepAges();
    this.#watching?.dispose();
    this.#watching = this.#view.visible ? this.#parts.review.watch() : undefined;
    if (this.#view.visible) this.#parts.seen();
  }

  /** Ages are shown in minutes, so they are updated every minute, but only while the view is visible. */
  #keepAges(): void {
    clearInterval(this.#ageing);
    if (!this.#view.visible) return;
    this.#redrawAges();
    this.#ageing = setInterval(() => this.#redrawAges(), 60_000);
  }

  #redrawAges(): void {
    this.#drawn = '';
    this.#redraw();
  }

  /** Several sources can change at the same time, so updates are combined. */
  #redraw(): void {
    clearTimeout(this.#drawing);
    this.#drawing = setTimeout(() => this.#draw(), 20);
  }

  #draw(): void {
    const { session, currentAgent } = this.#parts;
    const input = this.#input();
    const { agent } = currentAgent;
    // The user signed in or out while this agent was shown, so its catalog is needed now.
    if (agent && !input.catalog && ['ready', 'signedOut'].includes(session.state.kind)) {
      void session.catalog(agent.agentId);
    }
    void setContext('state', viewState(input));
    void setContext('mayRequest', this.#rights().includes('mayRequest'));
    void setContext('mayGrant', session.may('access:write'));
    void setContext('mayList', session.may('secrets:list'));
    void setContext('mayAudit', session.may('audit:read'));
    void setContext('mayListPeople', session.may('people:list'));
    void setContext('mayTurnOn', session.may('account:write'));
    void setContext('mayCreate', session.may('secrets:write'));
    this.#view.description = agent ? agentLabel(agent.agentName, currentAgent.pinned) : '';
    this.#view.badge = attentionBadge(attentionCount(input));
    const message = messageFor(input) ?? '';
    // The editor would delay the rows by 200 ms, even if the message stays the same.
    if (this.#view.message !== message) this.#view.message = message;
    this.#drawRows(input);
  }

  /** Redraws the rows only if they changed, because a click or a menu loses its row during a redraw. */
  #drawRows(input: ViewInput): void {
    const others = [this.#accountRows(), this.#rotationRows(), this.#rights()];
    const requested = [...(input.requested ?? [])];
    const drawn = JSON.stringify([{ ...input, now: undefined, requested }, others]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#changes.fire(undefined);
  }
}

function isOwn(row: Row): row is OwnRow {
  return isTryAgain(row) || isAccount(row) || isRotation(row);
}

const noUses: UsesResult = { names: {}, complete: false };

function setContext(key: string, value: string | boolean): Thenable<unknown> {
  return vscode.commands.executeCommand('setContext', `agentSecrets.${key}`, value);
}

function attentionBadge(value: number): vscode.ViewBadge | undefined {
  if (value === 0) return undefined;
  const words =
    value === 1
      ? vscode.l10n.t('1 problem needs attention')
      : vscode.l10n.t('{0} problems need attention', value);
  return { value, tooltip: words };
}

function agentLabel(name: string, pinned: boolean): string {
  return pinned ? vscode.l10n.t('{0} (pinned)', name) : name;
}

/**
 * The message above the list. The editor hides the welcome text and its button if a message is set, so only
 * states without a fixed welcome text have a message.
 */
function messageFor(input: ViewInput): string | undefined {
  const state = viewState(input);
  if (state === 'brokenProject') return input.projectProblem;
  if (state === 'loading') return vscode.l10n.t('Loading…');
  if (state === 'example') {
    return vscode.l10n.t('Example: these names come from a file in this folder, not from a vault.');
  }
  const since = oldListSince(input);
  return since === undefined ? undefined : offlineLine(since);
}

/** When the list on display was last known to be current, in ISO 8601; undefined while the vault responds. */
function oldListSince(input: ViewInput): string | undefined {
  const { session, catalog } = input;
  if (viewState(input) !== 'list' || catalog?.kind !== 'known') return undefined;
  return catalog.stale || session.kind === 'offline' ? catalog.catalog.asOf : undefined;
}
