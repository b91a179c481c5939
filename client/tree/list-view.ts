import * as vscode from 'vscode';
import { relativeAge } from '../../contracts/relative-age.ts';
import type { RemoteList } from '../remote-list.ts';
import type { SessionState } from '../session-state.ts';
import type { Vault } from '../vault.ts';
import { listViewState, oldSince } from './list-view-model.ts';

export interface ListViewParts<T> {
  readonly viewId: string;
  /** Of the context key that the manifest's welcome texts ask. */
  readonly stateKey: string;
  readonly session: { readonly state: SessionState };
  readonly list: RemoteList<Vault, T>;
  readonly item: (row: T, now: Date) => vscode.TreeItem;
  readonly badge: (rows: readonly T[]) => vscode.ViewBadge | undefined;
}

/** A flat view of one of the vault's lists, which says in words why it has no rows. */
export class ListView<T> implements vscode.TreeDataProvider<T> {
  readonly #parts: ListViewParts<T>;
  readonly #changes = new vscode.EventEmitter<undefined>();
  readonly #view: vscode.TreeView<T>;
  readonly #subscriptions: readonly { dispose(): void }[];
  #drawing: NodeJS.Timeout | undefined;
  readonly onDidChangeTreeData = this.#changes.event;

  constructor(parts: ListViewParts<T>) {
    this.#parts = parts;
    this.#view = vscode.window.createTreeView(parts.viewId, { treeDataProvider: this });
    this.#subscriptions = [
      this.#view,
      this.#changes,
      parts.list.onDidChange(() => this.#redraw()),
      // Ages grow old while nobody looks, and another window may have changed the list.
      this.#view.onDidChangeVisibility(({ visible }) => visible && void parts.list.refresh()),
    ];
    this.#redraw();
  }

  getTreeItem(row: T): vscode.TreeItem {
    return this.#parts.item(row, new Date());
  }

  getChildren(parent?: T): T[] {
    return parent === undefined ? [...this.#parts.list.items] : [];
  }

  dispose(): void {
    clearTimeout(this.#drawing);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** Several sources change at once; the view is drawn once. */
  #redraw(): void {
    clearTimeout(this.#drawing);
    this.#drawing = setTimeout(() => this.#draw(), 20);
  }

  #draw(): void {
    const { stateKey, session, list, badge } = this.#parts;
    const state = listViewState(session.state, list.state);
    void vscode.commands.executeCommand('setContext', `agentSecrets.${stateKey}`, state);
    this.#view.message = state === 'loading' ? vscode.l10n.t('Loading…') : this.#ageOfOldList();
    this.#view.badge = badge(list.items);
    this.#changes.fire(undefined);
  }

  /** An empty text takes a message away; `undefined` would not. */
  #ageOfOldList(): string {
    const since = oldSince(this.#parts.session.state, this.#parts.list.state);
    if (since === undefined) return '';
    const age = relativeAge(since, new Date(), vscode.env.language);
    return vscode.l10n.t('The vault cannot be reached. This is what it said last, {0}.', age);
  }
}
