import * as vscode from 'vscode';
import { type AgentProject, projectFileName } from '../../contracts/agent-project.ts';
import { compareNames } from '../../contracts/name-order.ts';
import type { AgentResult } from '../../contracts/lsp-messages.ts';
import { agentWithoutFile, readAgentId, readPinnedAgent } from './remembered-agent.ts';
import { Emitter } from '../common/emitter.ts';
import { findNamed } from '../common/find-named.ts';

const pinnedKey = 'agentSecrets.pinnedAgent';
const lastKey = 'agentSecrets.lastAgent';

/**
 * The agent shown in the sidebar: the pinned agent, or the agent of the active file. If the active file has
 * no agent, the previous agent remains, even after a window reload. If there was none, the workspace's first
 * agent is shown.
 */
export class CurrentAgent {
  readonly #agentOf: AgentOf;
  readonly #memory: vscode.Memento;
  readonly #changes = new Emitter<void>();
  readonly #projectChanges = new Emitter<void>();
  readonly #subscriptions: vscode.Disposable[];
  #result: AgentResult | undefined;
  /** Shown while agents are being searched for again. */
  #before: AgentResult | undefined;
  #serverFailed = false;
  #pinned: AgentProject | undefined;
  #asking: NodeJS.Timeout | undefined;
  readonly onDidChange = this.#changes.event;
  /** Fires when the agents of the workspace have changed, or may have changed. */
  readonly onDidChangeProjects = this.#projectChanges.event;

  /** The pinned agent and the last agent are restored when the window reopens. */
  constructor(agentOf: AgentOf, memory: vscode.Memento) {
    this.#agentOf = agentOf;
    this.#memory = memory;
    this.#pinned = readPinnedAgent(memory.get(pinnedKey));
    const watcher = vscode.workspace.createFileSystemWatcher(`**/${projectFileName}`);
    this.#subscriptions = [
      watcher,
      watcher.onDidChange(() => this.#projectsChanged()),
      watcher.onDidCreate(() => this.#projectsChanged()),
      watcher.onDidDelete(() => this.#projectsChanged()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#projectsChanged()),
      vscode.window.onDidChangeActiveTextEditor((editor) => void this.#follow(editor)),
    ];
  }

  get agent(): AgentProject | undefined {
    return this.#pinned ?? this.#shown?.agent;
  }

  /** Why an existing `project.yaml` cannot be used. */
  get problem(): string | undefined {
    return this.#pinned ? undefined : this.#shown?.problem;
  }

  /** False until the first search has finished. Until then, "no agent" must not be reported. */
  get known(): boolean {
    return this.#shown !== undefined;
  }

  /** True if the agent is unknown because the language server did not start or has exited. */
  get serverFailed(): boolean {
    return this.#serverFailed && !this.known;
  }

  noServer(): void {
    this.#serverFailed = true;
    this.#changes.fire();
  }

  get pinned(): boolean {
    return this.#pinned !== undefined;
  }

  /**
   * The pinned agent, the agent of the active file, or the workspace's only agent; undefined if none of these
   * applies. Commands that act for an agent without offering a choice use this one, never the first agent in
   * alphabetical order.
   */
  async certain(): Promise<AgentProject | undefined> {
    const { agent, problem } = this;
    if (problem !== undefined) return undefined;
    if (agent && (this.pinned || agent.agentId === this.#lastId)) return agent;
    return agentWithoutFile(await this.all(), this.#lastId);
  }

  /** Pins an agent; with `undefined`, the active file determines the agent again. */
  async pin(agent: AgentProject | undefined): Promise<void> {
    this.#pinned = agent;
    await this.#memory.update(pinnedKey, agent);
    if (!agent) await this.refresh();
    this.#changes.fire();
  }

  async refresh(): Promise<void> {
    await this.#follow(vscode.window.activeTextEditor);
    if (this.#isFollowing()) return;
    const results = await this.#projects();
    // A file may have been opened in the meantime; its agent takes precedence over the first agent.
    if (this.#isFollowing()) return;
    if (results.length > 0 && results.every((result) => result === undefined)) return this.noServer();
    const agents = agentsIn(results);
    const agent = agentWithoutFile(agents, this.#lastId) ?? agents[0];
    this.#enter(agent ? { agent } : (results.find((result) => result?.problem) ?? {}));
  }

  async all(): Promise<readonly AgentProject[]> {
    return agentsIn(await this.#projects());
  }

  dispose(): void {
    clearTimeout(this.#asking);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  get #shown(): AgentResult | undefined {
    return this.#result ?? this.#before;
  }

  #isFollowing(): boolean {
    return this.#result?.agent !== undefined || this.#result?.problem !== undefined;
  }

  async #projects(): Promise<readonly (AgentResult | undefined)[]> {
    const files = await findNamed(projectFileName);
    return Promise.all(files.map((file) => this.#agentOf(file)));
  }

  async #follow(editor: vscode.TextEditor | undefined): Promise<void> {
    if (!editor) return;
    const result = await this.#agentOf(editor.document.uri);
    // After quick switches between files, show the agent of the last file, not the one whose response arrived
    // last.
    if (editor !== vscode.window.activeTextEditor) return;
    // Shows the button above the editor only where it has an effect.
    void vscode.commands.executeCommand(
      'setContext',
      'agentSecrets.fileHasAgent',
      result?.agent !== undefined,
    );
    if (!(result?.agent ?? result?.problem)) return;
    this.#remember(result.agent);
    this.#enter(result);
  }

  get #lastId(): string | undefined {
    return readAgentId(this.#memory.get(lastKey));
  }

  /**
   * Stores only the ID, because the agent's name and location may have changed by the time the window
   * reopens.
   */
  #remember(agent: AgentProject | undefined): void {
    if (agent && agent.agentId !== this.#lastId) void this.#memory.update(lastKey, agent.agentId);
  }

  /** The server notices the change a quarter of a second later, so requests must wait until then. */
  #projectsChanged(): void {
    clearTimeout(this.#asking);
    this.#asking = setTimeout(() => {
      this.#before = this.#shown;
      this.#result = undefined;
      void this.refresh().finally(() => this.#projectChanges.fire());
    }, 600);
  }

  #enter(result: AgentResult): void {
    this.#result = result;
    this.#before = undefined;
    this.#serverFailed = false;
    this.#changes.fire();
  }
}

/** The agent that a file belongs to; undefined if unknown. */
type AgentOf = (uri: vscode.Uri) => Promise<AgentResult | undefined>;

function agentsIn(results: readonly (AgentResult | undefined)[]): readonly AgentProject[] {
  return results
    .flatMap((result) => result?.agent ?? [])
    .toSorted((a, b) => compareNames(a.agentName, b.agentName));
}
