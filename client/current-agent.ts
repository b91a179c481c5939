import * as vscode from 'vscode';
import type { AgentProject } from '../contracts/agent-project.ts';
import type { AgentResult } from '../contracts/lsp-messages.ts';
import { Emitter } from './emitter.ts';

const projectFiles = '**/project.yaml';
const generated = '**/{node_modules,_gen,.git,.venv}/**';

/**
 * The agent that the sidebar shows: the one of the active file, or the one a person pinned.
 * Without an agent file in front, the last one stays; at the start, the workspace's first.
 */
export class CurrentAgent {
  readonly #agentOf: (uri: vscode.Uri) => Promise<AgentResult>;
  readonly #changes = new Emitter<void>();
  readonly #subscriptions: vscode.Disposable[];
  #result: AgentResult | undefined;
  #pinned: AgentProject | undefined;
  readonly onDidChange = this.#changes.event;

  constructor(agentOf: (uri: vscode.Uri) => Promise<AgentResult>) {
    this.#agentOf = agentOf;
    const watcher = vscode.workspace.createFileSystemWatcher(projectFiles);
    this.#subscriptions = [
      watcher,
      watcher.onDidChange(() => this.#projectsChanged()),
      watcher.onDidCreate(() => this.#projectsChanged()),
      watcher.onDidDelete(() => this.#projectsChanged()),
      vscode.window.onDidChangeActiveTextEditor((editor) => void this.#follow(editor)),
    ];
  }

  get agent(): AgentProject | undefined {
    return this.#pinned ?? this.#result?.agent;
  }

  /** Why a project.yaml that was found cannot be used. */
  get problem(): string | undefined {
    return this.#pinned ? undefined : this.#result?.problem;
  }

  /** False until somebody has looked: "no agent" cannot be claimed yet. */
  get known(): boolean {
    return this.#result !== undefined;
  }

  get pinned(): boolean {
    return this.#pinned !== undefined;
  }

  /** Pins one agent, or follows the active file again with `undefined`. */
  async pin(agent: AgentProject | undefined): Promise<void> {
    this.#pinned = agent;
    if (!agent) await this.refresh();
    this.#changes.fire();
  }

  async refresh(): Promise<void> {
    await this.#follow(vscode.window.activeTextEditor);
    if (this.#result?.agent || this.#result?.problem) return;
    const [first] = await this.all();
    this.#enter(first ? { agent: first } : {});
  }

  /** Every usable agent project of the workspace. */
  async all(): Promise<readonly AgentProject[]> {
    const files = await vscode.workspace.findFiles(projectFiles, generated);
    const results = await Promise.all(files.map((file) => this.#agentOf(file)));
    return results
      .flatMap(({ agent }) => agent ?? [])
      .toSorted((a, b) => a.agentName.localeCompare(b.agentName));
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #follow(editor: vscode.TextEditor | undefined): Promise<void> {
    if (!editor) return;
    const result = await this.#agentOf(editor.document.uri);
    if (result.agent ?? result.problem) this.#enter(result);
  }

  /** The server hears of the change by itself; asking a moment later gets its new answer. */
  #projectsChanged(): void {
    this.#result = undefined;
    setTimeout(() => void this.refresh(), 300);
  }

  #enter(result: AgentResult): void {
    this.#result = result;
    this.#changes.fire();
  }
}
