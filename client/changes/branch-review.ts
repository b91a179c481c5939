import * as vscode from 'vscode';
import type { BranchChanges, ChangesParams, ChangesResult } from '../../contracts/changes.ts';
import { changesBase, onDidChangeSetting } from '../common/configuration.ts';

interface BranchReviewParts {
  readonly languageClient: { changes(params: ChangesParams): Promise<ChangesResult> };
  readonly session: { readonly onDidChange: Listenable };
  readonly currentAgent: {
    readonly agent: { readonly rootUri: string } | undefined;
    readonly onDidChange: Listenable;
  };
  /** False where Git can't run: in a browser. */
  readonly canRunGit: boolean;
  readonly memory: vscode.Memento;
}

type Listenable = (listener: () => void) => { dispose(): void };

/** Saving all files, or checking out a branch, causes many events. In milliseconds. */
const quietMs = 150;

/** The key of the base that the user chose, in the workspace's memory. */
const chosenKey = 'changes.base';

/**
 * What the branch changes. Reviews only while the result is visible, and never in an untrusted workspace,
 * because the settings of a repository can make Git run programs.
 */
export class BranchReview implements vscode.Disposable {
  readonly #parts: BranchReviewParts;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: { dispose(): void }[];
  readonly #viewers = new Set<object>();
  #result: ChangesResult = { state: 'absent' };
  #head: { readonly folder: string; readonly watcher: vscode.Disposable } | undefined;
  #waiting: NodeJS.Timeout | undefined;
  #isStale = true;

  constructor(parts: BranchReviewParts) {
    this.#parts = parts;
    const stale = (): void => this.#invalidate();
    const { workspace } = vscode;
    this.#subscriptions = [
      this.#changed,
      parts.session.onDidChange(stale),
      parts.currentAgent.onDidChange(stale),
      onDidChangeSetting('changesBase', stale),
      workspace.onDidSaveTextDocument(({ uri }) => uri.scheme === 'file' && stale()),
      workspace.onDidCreateFiles(stale),
      workspace.onDidDeleteFiles(stale),
      workspace.onDidRenameFiles(stale),
      workspace.onDidGrantWorkspaceTrust(stale),
    ];
  }

  /** Undefined while there is nothing to compare. */
  get changes(): BranchChanges | undefined {
    return this.#result.state === 'compared' ? this.#result.changes : undefined;
  }

  /** The bases to choose from; empty while none is known. */
  get branches(): readonly string[] {
    return 'branches' in this.#result ? (this.#result.branches ?? []) : [];
  }

  /** Why the last review failed; empty if no reason is known. */
  get failure(): string | undefined {
    return this.#result.state === 'failed' ? this.#result.message : undefined;
  }

  /** The folder that is reviewed; undefined where there can be no review. */
  get folder(): vscode.Uri | undefined {
    const { canRunGit, currentAgent } = this.#parts;
    if (!canRunGit || !vscode.workspace.isTrusted) return undefined;
    const root = currentAgent.agent && vscode.Uri.parse(currentAgent.agent.rootUri);
    const folder =
      (root && vscode.workspace.getWorkspaceFolder(root)) ?? vscode.workspace.workspaceFolders?.[0];
    return folder?.uri.scheme === 'file' ? folder.uri : undefined;
  }

  /** Keeps the changes current until the result is disposed. */
  watch(): vscode.Disposable {
    const viewer = {};
    this.#viewers.add(viewer);
    if (this.#isStale) this.#soon();
    return { dispose: () => this.#viewers.delete(viewer) };
  }

  refresh(): void {
    this.#invalidate();
  }

  /** Empty for the setting's base. */
  async choose(base: string): Promise<void> {
    await this.#parts.memory.update(chosenKey, base === '' ? undefined : base);
    this.#invalidate();
  }

  dispose(): void {
    clearTimeout(this.#waiting);
    this.#head?.watcher.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #invalidate(): void {
    this.#isStale = true;
    if (this.#viewers.size > 0) this.#soon();
  }

  #soon(): void {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => void this.#review(), quietMs);
  }

  async #review(): Promise<void> {
    const { folder } = this;
    this.#isStale = false;
    if (!folder) return this.#show({ state: 'absent' });
    const chosen = this.#parts.memory.get<unknown>(chosenKey);
    const base = typeof chosen === 'string' ? chosen : changesBase(folder);
    const result = await this.#parts.languageClient.changes({ folderUri: folder.toString(), base });
    // A newer request shows its own result.
    if (result.state !== 'superseded') this.#show(result);
  }

  #show(result: ChangesResult): void {
    this.#result = result;
    if (result.state === 'compared') this.#followHead(result.changes.gitFolder);
    this.#changed.fire(undefined);
  }

  /** `logs/HEAD` changes with each commit, checkout, reset and rebase; `FETCH_HEAD` when the base may have moved. */
  #followHead(folder: string): void {
    if (this.#head?.folder === folder) return;
    this.#head?.watcher.dispose();
    const pattern = new vscode.RelativePattern(vscode.Uri.file(folder), '{HEAD,FETCH_HEAD,logs/HEAD}');
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    watcher.onDidChange(() => this.#invalidate());
    watcher.onDidCreate(() => this.#invalidate());
    this.#head = { folder, watcher };
  }
}
