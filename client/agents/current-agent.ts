import * as vscode from 'vscode';
import { type AgentProject, projectFileName } from '../../contracts/agent-project.ts';
import type { AgentResult } from '../../contracts/lsp-messages.ts';
import { agentWithoutFile, readAgentId, readPinnedAgent } from './remembered-agent.ts';
import { Emitter } from '../common/emitter.ts';
import { findNamed } from '../common/find-named.ts';

const pinnedKey = 'agentSecrets.pinnedAgent';
const lastKey = 'agentSecrets.lastAgent';

/**
 * The agent that the sidebar shows: the one of the active file, or the one a person pinned.
 * Without an agent file in front, the last one stays, over a reload of the window too; where no file ever
 * said one, the workspace's first is shown.
 */
export class CurrentAgent {
  readonly #agentOf: AgentOf;
  readonly #memory: vscode.Memento;
  readonly #changes = new Emitter<void>();
  readonly #projectChanges = new Emitter<void>();
  readonly #subscriptions: vscode.Disposable[];
  #result: AgentResult | undefined;
  /** Shown while the agents are searched again. */
  #before: AgentResult | undefined;
  #serverFailed = false;
  #pinned: AgentProject | undefined;
  #asking: NodeJS.Timeout | undefined;
  readonly onDidChange = this.#changes.event;
  /** The workspace has other agents now, or may have. */
  readonly onDidChangeProjects = this.#projectChanges.event;

  /** What is pinned, and which agent was the last, stays so when the window is opened again. */
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

  /** Why a project.yaml that was found cannot be used. */
  get problem(): string | undefined {
    return this.#pinned ? undefined : this.#shown?.problem;
  }

  /** False until the first search has ended: "no agent" cannot be claimed before. */
  get known(): boolean {
    return this.#shown !== undefined;
  }

  /** The agent is unknown: the language server did not start, or ended. */
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
   * The agent that is certain: pinned, that of a file, or the only one. Commands that act for an agent without
   * showing a choice use this one, never the first of the alphabet.
   */
  async certain(): Promise<AgentProject | undefined> {
    const { agent, problem } = this;
    if (problem !== undefined) return undefined;
    if (agent && (this.pinned || agent.agentId === this.#lastId)) return agent;
    return agentWithoutFile(await this.all(), this.#lastId);
  }

  /** Pins one agent, or follows the active file again with `undefined`. */
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
    // A file may have been opened meanwhile; its agent counts more than the workspace's first.
    if (this.#isFollowing()) return;
    if (results.length > 0 && results.every((result) => result === undefined)) return this.noServer();
    const agents = agentsIn(results);
    const agent = agentWithoutFile(agents, this.#lastId) ?? agents[0];
    this.#enter(agent ? { agent } : (results.find((result) => result?.problem) ?? {}));
  }

  /** Every usable agent project of the workspace. */
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
    // After quick switches between files, the agent of the last file is shown, not that of the slowest answer.
    if (editor !== vscode.window.activeTextEditor) return;
    if (!(result?.agent ?? result?.problem)) return;
    this.#remember(result.agent);
    this.#enter(result);
  }

  get #lastId(): string | undefined {
    return readAgentId(this.#memory.get(lastKey));
  }

  /** Only the id: what the agent is called and where it is may be another when the window is opened again. */
  #remember(agent: AgentProject | undefined): void {
    if (agent && agent.agentId !== this.#lastId) void this.#memory.update(lastKey, agent.agentId);
  }

  /** The server hears of the change by itself, a quarter of a second late; later it knows. */
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

/** Which agent a file belongs to; undefined if it is unknown. */
type AgentOf = (uri: vscode.Uri) => Promise<AgentResult | undefined>;

function agentsIn(results: readonly (AgentResult | undefined)[]): readonly AgentProject[] {
  return results
    .flatMap((result) => result?.agent ?? [])
    .toSorted((a, b) => a.agentName.localeCompare(b.agentName));
}
