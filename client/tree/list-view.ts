import * as vscode from 'vscode';
import type { RemoteList } from '../session/remote-list.ts';
import type { SessionState } from '../session/session-state.ts';
import type { VaultClient } from '../../vault-client/index.ts';
import { listViewState, type ListViewState, oldSince } from './list-view-state.ts';
import { isTryAgain, offlineLine, tryAgainItem, tryAgainRow, type TryAgainRow } from './offline.ts';

interface ListViewParts<T> {
  readonly viewId: string;
  /** The context key on which the manifest's welcome texts depend. */
  readonly stateKey: string;
  readonly session: { readonly state: SessionState };
  readonly list: RemoteList<VaultClient, T>;
  readonly item: (row: T, now: Date) => vscode.TreeItem;
  /** The lines below a row; none by default. */
  readonly details?: (row: T, now: Date) => readonly vscode.TreeItem[];
  /** The text next to the title of the view; none by default. */
  readonly description?: () => string;
  readonly badge: (rows: readonly T[]) => vscode.ViewBadge | undefined;
  /** What is missing if the list is empty for that reason. */
  readonly wants?: () => 'noAgent' | undefined;
  /** Registers a listener for possible changes to the result of `wants`. */
  readonly onDidChangeWants?: (listener: () => void) => { dispose(): void };
}

/** A line below a row, as the editor shows it. */
class DetailRow {
  readonly item: vscode.TreeItem;

  constructor(item: vscode.TreeItem) {
    this.item = item;
  }
}

/** A view of one of the vault's lists. If there are no rows, a message explains why. */
export class ListView<T extends object> implements vscode.TreeDataProvider<T | TryAgainRow | DetailRow> {
  readonly #parts: ListViewParts<T>;
  readonly #changes = new vscode.EventEmitter<undefined>();
  readonly #view: vscode.TreeView<T | TryAgainRow | DetailRow>;
  readonly #subscriptions: readonly { dispose(): void }[];
  #drawing: NodeJS.Timeout | undefined;
  /** The rows on display. */
  #drawn: string | undefined;
  readonly #ageing: NodeJS.Timeout;
  readonly onDidChangeTreeData = this.#changes.event;

  constructor(parts: ListViewParts<T>) {
    this.#parts = parts;
    this.#view = vscode.window.createTreeView(parts.viewId, { treeDataProvider: this });
    this.#subscriptions = [
      this.#view,
      this.#changes,
      parts.list.onDidChange(() => this.#redraw()),
      ...(parts.onDidChangeWants ? [parts.onDidChangeWants(() => this.#redraw())] : []),
      // While the view is hidden, its ages become stale, and another window may change the list.
      this.#view.onDidChangeVisibility(({ visible }) => visible && void parts.list.refresh()),
    ];
    // Ages are shown in minutes, so they are updated every minute, but only while the view is visible.
    this.#ageing = setInterval(() => this.#view.visible && this.#redraw(), 60_000);
    this.#redraw();
  }

  getTreeItem(row: T | TryAgainRow | DetailRow): vscode.TreeItem {
    if (row instanceof DetailRow) return row.item;
    return isTryAgain(row) ? tryAgainItem() : this.#parts.item(row, new Date());
  }

  getChildren(parent?: T | TryAgainRow | DetailRow): (T | TryAgainRow | DetailRow)[] {
    if (parent instanceof DetailRow) return [];
    if (parent !== undefined) return isTryAgain(parent) ? [] : this.#details(parent);
    return [...(this.#oldSince() === undefined ? [] : [tryAgainRow]), ...this.#rows()];
  }

  dispose(): void {
    clearTimeout(this.#drawing);
    clearInterval(this.#ageing);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #details(row: T): DetailRow[] {
    return (this.#parts.details?.(row, new Date()) ?? []).map((item) => new DetailRow(item));
  }

  /** Several sources can change at the same time, so updates are combined. */
  #redraw(): void {
    clearTimeout(this.#drawing);
    this.#drawing = setTimeout(() => this.#draw(), 20);
  }

  #draw(): void {
    const { stateKey, badge } = this.#parts;
    const state = this.#state();
    void vscode.commands.executeCommand('setContext', `agentSecrets.${stateKey}`, state);
    const message = this.#message(state);
    // The editor would delay the rows, even if the message stays the same.
    if (this.#view.message !== message) this.#view.message = message;
    this.#view.description = this.#parts.description?.() ?? '';
    this.#view.badge = badge(this.#rows());
    this.#drawRows();
  }

  /** Redraws the rows only if they changed, because a click or a menu loses its row during a redraw. */
  #drawRows(): void {
    const { item, details } = this.#parts;
    const now = new Date();
    const rows = this.#rows().map((row) => [row, item(row, now), details?.(row, now)]);
    const drawn = JSON.stringify([this.#oldSince() === undefined, rows]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#changes.fire(undefined);
  }

  #state(): ListViewState {
    const { session, list, wants } = this.#parts;
    const state = listViewState(session.state, list.state);
    return state === 'empty' ? (wants?.() ?? state) : state;
  }

  /** Rows from an ended session would hide the message about it. */
  #rows(): readonly T[] {
    return this.#state() === 'list' ? this.#parts.list.items : [];
  }

  /**
   * The editor hides the welcome text and its button if a message is set. An empty string removes the
   * message; `undefined` would not.
   */
  #message(state: ListViewState): string {
    if (state === 'loading') return vscode.l10n.t('Loading…');
    const since = this.#oldSince();
    return since === undefined ? '' : offlineLine(since);
  }

  /** When the rows on display were last known to be current. */
  #oldSince(): string | undefined {
    const { session, list } = this.#parts;
    return this.#state() === 'list' ? oldSince(session.state, list.state) : undefined;
  }
}
