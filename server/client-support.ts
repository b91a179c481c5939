import type {
  ClientCapabilities,
  DiagnosticOptions,
  InitializeParams,
  NotebookDocumentSyncOptions,
  ServerCapabilities,
} from 'vscode-languageserver';
import { createUserLanguage, readRuleSettings, type UserLanguage } from '../analysis/index.ts';
import type { ServerOptions } from '../contracts/lsp-messages.ts';
import { diagnosticSource, fixAllKind } from './to-lsp.ts';
import { refreshableViews } from './views.ts';
import type { MessageConnection } from 'vscode-jsonrpc';
import type { RuleSettings } from '../contracts/rule-settings.ts';
import { settings, settingsSection } from '../contracts/settings.ts';
import { semanticTokensLegend } from './features-to-lsp.ts';

/** The editor's capabilities that affect the server. */
export interface ClientSupport {
  readonly pullDiagnostics: boolean;
  readonly diagnosticRefresh: boolean;
  readonly watchedFiles: boolean;
  readonly configuration: boolean;
  readonly progress: boolean;
  readonly notebooks: boolean;
  /** The client requests the findings of all files. */
  readonly wholeWorkspace: boolean;
  /** Whether a completion item can have separate ranges for insert and replace. */
  readonly insertReplace: boolean;
  /** Whether a completion item can have a description next to its label. */
  readonly labelDetails: boolean;
  /** Refresh requests that the editor supports for the views that it shows next to the code. */
  readonly refreshableViews: readonly string[];
  /** Capabilities that the server offers to the editor, besides findings. */
  readonly features: ServerCapabilities;
}

export function clientSupport(params: InitializeParams): ClientSupport {
  const { capabilities } = params;
  const { notebookDocument, textDocument, window, workspace } = capabilities;
  return {
    pullDiagnostics: textDocument?.diagnostic !== undefined,
    diagnosticRefresh: workspace?.diagnostics?.refreshSupport === true,
    watchedFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    configuration: workspace?.configuration === true,
    progress: window?.workDoneProgress === true,
    notebooks: notebookDocument !== undefined,
    wholeWorkspace: serverOptions(params).wholeWorkspace === true,
    insertReplace: textDocument?.completion?.completionItem?.insertReplaceSupport === true,
    labelDetails: textDocument?.completion?.completionItem?.labelDetailsSupport === true,
    refreshableViews: refreshableViews(capabilities),
    features: featureCapabilities(capabilities),
  };
}

export function serverCapabilities(support: ClientSupport): ServerCapabilities {
  return {
    positionEncoding: 'utf-16',
    textDocumentSync: { openClose: true, change: incrementalSync },
    ...(support.notebooks ? { notebookDocumentSync } : {}),
    ...support.features,
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    ...(support.pullDiagnostics ? { diagnosticProvider: diagnosticProvider(support) } : {}),
  };
}

/** The client's `initializationOptions`; malformed options are ignored. */
export function serverOptions({ initializationOptions }: InitializeParams): ServerOptions {
  const given: unknown = initializationOptions;
  if (typeof given !== 'object' || given === null) return {};
  const catalogFile = 'catalogFile' in given ? given.catalogFile : undefined;
  return {
    ...(typeof catalogFile === 'string' ? { catalogFile } : {}),
    clientCommands: 'clientCommands' in given && given.clientCommands === true,
    clientFiles: 'clientFiles' in given && given.clientFiles === true,
    fileRefresh: 'fileRefresh' in given && given.fileRefresh === true,
    tellsCursor: 'tellsCursor' in given && given.tellsCursor === true,
    wholeWorkspace: 'wholeWorkspace' in given && given.wholeWorkspace === true,
    ...('language' in given && typeof given.language === 'string' ? { language: given.language } : {}),
    ...('words' in given ? { words: textsIn(given.words) } : {}),
  };
}

export function userLanguageOf(params: InitializeParams): UserLanguage {
  const { language = '', words } = serverOptions(params);
  return createUserLanguage(languageId.test(language) ? language : 'en', words);
}

/** Language IDs of editors, such as `de` and `pt-br`. Ages can be formatted only for IDs that match. */
const languageId = /^[a-z]{2,3}(?:-[a-z]{2,4})?$/i;

function textsIn(words: unknown): Readonly<Record<string, string>> {
  const entries = typeof words === 'object' && words !== null ? Object.entries(words) : [];
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** URIs of the open folders, as the client sends them. */
export function workspaceFolders(params: InitializeParams): readonly string[] {
  if (params.workspaceFolders) return params.workspaceFolders.map(({ uri }) => uri);
  // Older clients send only one folder, which the protocol still allows.
  const { rootUri } = params as { readonly rootUri?: string | null };
  return rootUri ? [rootUri] : [];
}

const incrementalSync = 2;

/** The editor sends a notebook's cells while it is open. */
const notebookDocumentSync: NotebookDocumentSyncOptions = {
  notebookSelector: [{ notebook: '*', cells: [{ language: 'python' }] }],
};

/**
 * Findings do depend on other files. But an editor that is told so requests the findings of all open files
 * after each edit. Editors that support refresh requests get one when a dependency changes instead.
 */
function diagnosticProvider({ diagnosticRefresh, wholeWorkspace }: ClientSupport): DiagnosticOptions {
  return {
    identifier: diagnosticSource,
    interFileDependencies: !diagnosticRefresh,
    workspaceDiagnostics: wholeWorkspace,
  };
}

/** The editor's settings that affect the analysis. */
interface Configuration {
  readonly functions: readonly string[];
  readonly rules: RuleSettings;
}

/** Malformed settings are ignored. */
export async function askForConfiguration(connection: MessageConnection): Promise<Configuration> {
  const answer: unknown = await connection.sendRequest('workspace/configuration', {
    items: [{ section: settingsSection }],
  });
  const section: unknown = Array.isArray(answer) ? answer[0] : undefined;
  return {
    functions: functionsFrom(settingIn(section, settings.functions.key)),
    rules: readRuleSettings(settingIn(section, settings.rules.key)),
  };
}

/** The section as sent by the editor: an object, null, or whatever a user put in the settings. */
function settingIn(section: unknown, key: string): unknown {
  return typeof section === 'object' && section !== null ? Reflect.get(section, key) : undefined;
}

function functionsFrom(given: unknown): readonly string[] {
  return Array.isArray(given) ? given.filter((name) => typeof name === 'string') : [];
}

/** Features that users invoke while they read and write code; only those that the editor supports. */
function featureCapabilities({ textDocument, workspace }: ClientCapabilities): ServerCapabilities {
  return {
    completionProvider: { triggerCharacters: ['"', "'", '.'] },
    hoverProvider: true,
    codeActionProvider: { codeActionKinds: ['', 'quickfix', fixAllKind] },
    ...(textDocument?.definition && { definitionProvider: true }),
    ...(textDocument?.references && { referencesProvider: true }),
    ...(textDocument?.documentHighlight && { documentHighlightProvider: true }),
    ...(textDocument?.codeLens && { codeLensProvider: {} }),
    ...(textDocument?.inlayHint && { inlayHintProvider: true }),
    ...(textDocument?.documentLink && { documentLinkProvider: {} }),
    ...(textDocument?.semanticTokens && { semanticTokensProvider }),
    ...(workspace?.symbol && { workspaceSymbolProvider: true }),
  };
}

/**
 * For visible lines only: an editor uses the full-document tokens of a single extension, and for Python that
 * should be the one that resolves types.
 */
const semanticTokensProvider = { legend: semanticTokensLegend, range: true, full: false };
