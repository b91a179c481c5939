import { isEnabled } from '../common/configuration.ts';
import type { FindingsParams, FindingsResult } from '../../contracts/agent-findings.ts';
import * as vscode from 'vscode';
import {
  type BaseLanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
} from 'vscode-languageclient';
import type { AgentProject } from '../../contracts/agent-project.ts';
import {
  type AgentResult,
  type CatalogChangedParams,
  type CursorMovedParams,
  type CatalogParams,
  type CatalogResult,
  type ExplainResult,
  type FieldPlacesParams,
  type FieldPlacesResult,
  type ExplainSilenceResult,
  type FindingsChangedParams,
  type FunctionsResult,
  type LiteralParams,
  type LiteralResult,
  type Range,
  type SnippetPlace,
  type SnippetPlacesParams,
  type SnippetPlacesResult,
  lspMessages,
  type NearestResult,
  type Place,
  type PlacesParams,
  type PlacesResult,
  type RunnableFunction,
  type ServerOptions as InitializationOptions,
  type UsesChangedParams,
  type UsesResult,
} from '../../contracts/lsp-messages.ts';
import type { ChangesParams, ChangesResult } from '../../contracts/changes.ts';
import { linkedCommandIds } from '../../contracts/server-command-ids.ts';
import { settingsSection } from '../../contracts/settings.ts';
import { Emitter } from '../common/emitter.ts';
import { middleware, refreshFile } from './middleware.ts';
import type { Platform } from '../platform/platform.ts';
import { answerFileQuestions } from './server-files.ts';

export const languages = ['python', 'javascript', 'javascriptreact', 'typescript', 'typescriptreact'];

/** How long an explicit request for uses waits while files are being analyzed, in milliseconds. */
const patience = 1500;

interface SecretsLanguageClientParts {
  readonly platform: Platform;
  readonly extensionUri: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
  /** Responds to the server's requests for catalogs. */
  readonly catalog: (agentId: string) => Promise<CatalogResult>;
}

/** The language server, as used by the rest of the extension: its requests and one event. */
export class SecretsLanguageClient {
  readonly #client: BaseLanguageClient;
  #pinned: AgentProject | undefined;
  readonly #usesChanges = new Emitter<UsesChangedParams>();
  readonly onDidChangeUses = this.#usesChanges.event;

  constructor(parts: SecretsLanguageClientParts) {
    this.#client = parts.platform.createLanguageClient({
      id: settingsSection,
      name: 'Agent Secrets',
      extension: parts.extensionUri,
      options: clientOptions(parts.log),
    });
    answerFileQuestions(this.#client);
    this.#client.onRequest(lspMessages.catalog, ({ agentId }: CatalogParams) => parts.catalog(agentId));
    this.#client.onNotification(lspMessages.usesChanged, (params: UsesChangedParams) =>
      this.#usesChanges.fire(params),
    );
    this.#client.onNotification(lspMessages.findingsChanged, ({ uri }: FindingsChangedParams) =>
      refreshFile(uri, () => this.#client.getFeature('textDocument/diagnostic').refresh()),
    );
  }

  start(): Promise<void> {
    return this.#client.start();
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.#client.start();
    await this.agentPinned(this.#pinned);
  }

  stop(): Promise<void> {
    return this.#client.needsStop() ? this.#client.stop() : Promise.resolve();
  }

  /** The agent that a file belongs to; undefined while the server is not running. */
  agentOf(uri: vscode.Uri): Promise<AgentResult | undefined> {
    return this.#ask<AgentResult | undefined>(lspMessages.agent, { uri: uri.toString() }, undefined);
  }

  uses(agentId: string): Promise<UsesResult> {
    return this.#ask(lspMessages.uses, { agentId }, { names: {}, complete: false });
  }

  /** The problems in the agent's code. Request them again on `onDidChangeUses`. */
  findings(agentId: string): Promise<FindingsResult> {
    return this.#findings({ agentId });
  }

  /** Like `findings`, but waits briefly for the names of the agent. */
  findingsSoon(agentId: string): Promise<FindingsResult> {
    return this.#findings({ agentId, wait: true });
  }

  /** The names that are most similar to a name that does not exist, most similar first. */
  async nearest(name: string, names: readonly string[]): Promise<readonly string[]> {
    return (await this.#ask<NearestResult>(lspMessages.nearest, { name, names }, { names: [] })).names;
  }

  /** What the code of a folder changes; `superseded` as soon as another review is requested. */
  changes(params: ChangesParams): Promise<ChangesResult> {
    return this.#ask<ChangesResult>(lspMessages.changes, params, { state: 'absent' });
  }

  /** Like `uses`, but waits briefly while the agent's files are being analyzed. */
  async usesSoon(agentId: string): Promise<UsesResult> {
    const uses = await this.uses(agentId);
    if (uses.complete) return uses;
    await this.#usesChanged(agentId);
    return this.uses(agentId);
  }

  /** Every location in the workspace that may read the secret. */
  async placesOf(name: string, dialect: PlacesParams['dialect'] = 'agent'): Promise<readonly Place[]> {
    const params: PlacesParams = { name, dialect };
    const { places } = await this.#ask<PlacesResult>(lspMessages.places, params, { places: [] });
    return places;
  }

  /** The code in the workspace that reads one of these fields, and the other code that reads the secret. */
  placesOfFields(name: string, fields: readonly string[]): Promise<FieldPlacesResult> {
    const params: FieldPlacesParams = { name, fields };
    return this.#ask(lspMessages.fieldPlaces, params, { fields: [], others: [] });
  }

  /**
   * How the names of the reference at the position were derived; there is no subject if there is no
   * reference.
   */
  explain(uri: vscode.Uri, { line, character }: vscode.Position): Promise<ExplainResult> {
    const params = { uri: uri.toString(), position: { line, character } };
    return this.#ask(lspMessages.explain, params, { names: [] });
  }

  /** Why nothing is reported at the position or on its line. Empty if the server is not running. */
  async whySilent(uri: vscode.Uri, { line, character }: vscode.Position): Promise<readonly string[]> {
    const params = { uri: uri.toString(), position: { line, character } };
    const none: ExplainSilenceResult = { reasons: [] };
    return (await this.#ask(lspMessages.explainSilence, params, none)).reasons;
  }

  /** What can be run in an open file; empty while the server is not running. */
  async functions(uri: vscode.Uri): Promise<readonly RunnableFunction[]> {
    const params = { uri: uri.toString() };
    const { functions } = await this.#ask<FunctionsResult>(lspMessages.functions, params, { functions: [] });
    return functions;
  }

  /** The string literals that can be moved to the vault, at a location in an open file. */
  literal(uri: vscode.Uri, range: vscode.Range): Promise<LiteralResult> {
    const params: LiteralParams = { uri: uri.toString(), range: asRange(range) };
    return this.#ask<LiteralResult>(lspMessages.literal, params, { problem: 'no-literal' });
  }

  /** Where the selections in an open file are; empty while the server is not running. */
  async snippetPlaces(uri: vscode.Uri, ranges: readonly vscode.Range[]): Promise<readonly SnippetPlace[]> {
    const params: SnippetPlacesParams = { uri: uri.toString(), ranges: ranges.map(asRange) };
    return (await this.#ask<SnippetPlacesResult>(lspMessages.snippetPlaces, params, { places: [] })).places;
  }

  /** The agent that the user pinned; undefined while the active file determines it. */
  async agentPinned(agent: AgentProject | undefined): Promise<void> {
    this.#pinned = agent;
    if (!this.#client.isRunning()) return;
    await this.#client.sendNotification(lspMessages.agentPinned, agent ? { agent } : {});
  }

  /**
   * Invalidates the server's catalogs for some agents, or for all. The server requests those that `catalogs`
   * does not contain.
   */
  async catalogChanged(params: CatalogChangedParams = {}): Promise<void> {
    if (!this.#client.isRunning()) return;
    await this.#client.sendNotification(lspMessages.catalogChanged, params);
  }

  /** The cursor is elsewhere than where the last edit left it. */
  async cursorMoved(params: CursorMovedParams): Promise<void> {
    if (this.#client.isRunning()) await this.#client.sendNotification(lspMessages.cursorMoved, params);
  }

  #findings(params: FindingsParams): Promise<FindingsResult> {
    return this.#ask(lspMessages.findings, params, { findings: [], complete: false });
  }

  #usesChanged(agentId: string): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        subscription.dispose();
        resolve();
      };
      const timer = setTimeout(end, patience);
      const subscription = this.onDidChangeUses(({ agentIds }) => agentIds.includes(agentId) && end());
    });
  }

  async #ask<Answer>(method: string, params: object, otherwise: Answer): Promise<Answer> {
    try {
      return await this.#client.sendRequest<Answer>(method, params);
    } catch {
      return otherwise;
    }
  }
}

/** Asked again at each start, because settings may have changed. */
function initializationOptions(): InitializationOptions {
  return {
    clientCommands: true,
    clientFiles: true,
    fileRefresh: true,
    tellsCursor: true,
    wholeWorkspace: isEnabled('wholeWorkspace'),
    language: vscode.env.language,
    words: vscode.l10n.bundle ?? {},
  };
}

/** As plain data, because the editor's ranges are not serialized as the protocol requires. */
function asRange({ start, end }: vscode.Range): Range {
  return {
    start: { line: start.line, character: start.character },
    end: { line: end.line, character: end.character },
  };
}

/** The end of the path. */
const configFile = '/agent_settings/experimental_config.json';

function clientOptions(log: vscode.LogOutputChannel): LanguageClientOptions {
  return {
    documentSelector: [...languages.map((language) => ({ language })), { pattern: `**${configFile}` }],
    initializationOptions,
    outputChannel: log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    diagnosticPullOptions: {
      onChange: true,
      onSave: true,
      onTabs: true,
      // For tabs whose language is not known yet. Without this, the library brings its own reader of globs.
      match: (_selector, { path }) => path.endsWith(configFile),
    },
    markdown: { isTrusted: { enabledCommands: linkedCommandIds }, supportHtml: false },
    middleware,
  };
}
