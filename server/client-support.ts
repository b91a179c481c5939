import type {
  DiagnosticOptions,
  InitializeParams,
  NotebookDocumentSyncOptions,
  ServerCapabilities,
} from 'vscode-languageserver';
import { createSpeech, type Speech } from '../analysis/index.ts';
import type { ServerOptions } from '../contracts/lsp-messages.ts';
import { featureCapabilities } from './feature-capabilities.ts';
import { diagnosticSource } from './to-lsp.ts';
import { refreshableViews } from './views.ts';

/** The editor's capabilities that affect the server. */
export interface ClientSupport {
  readonly pullDiagnostics: boolean;
  readonly diagnosticRefresh: boolean;
  readonly watchedFiles: boolean;
  readonly configuration: boolean;
  readonly progress: boolean;
  readonly notebooks: boolean;
  /** Whether a completion can have separate ranges for insert and replace. */
  readonly insertReplace: boolean;
  /** Refresh requests that the editor supports for the views it shows next to the text. */
  readonly refreshableViews: readonly string[];
  /** Capabilities offered to it, besides findings. */
  readonly features: ServerCapabilities;
}

export function clientSupport({ capabilities }: InitializeParams): ClientSupport {
  const { notebookDocument, textDocument, window, workspace } = capabilities;
  return {
    pullDiagnostics: textDocument?.diagnostic !== undefined,
    diagnosticRefresh: workspace?.diagnostics?.refreshSupport === true,
    watchedFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    configuration: workspace?.configuration === true,
    progress: window?.workDoneProgress === true,
    notebooks: notebookDocument !== undefined,
    insertReplace: textDocument?.completion?.completionItem?.insertReplaceSupport === true,
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
    ...('language' in given && typeof given.language === 'string' ? { language: given.language } : {}),
    ...('words' in given ? { words: textsIn(given.words) } : {}),
  };
}

/** The client's language and translations. */
export function speechFor(params: InitializeParams): Speech {
  const { language = '', words } = serverOptions(params);
  return createSpeech(languageId.test(language) ? language : 'en', words);
}

/** Language IDs of editors, such as `de` and `pt-br`; ages cannot be formatted for others. */
const languageId = /^[a-z]{2,3}(?:-[a-z]{2,4})?$/i;

function textsIn(words: unknown): Readonly<Record<string, string>> {
  const entries = typeof words === 'object' && words !== null ? Object.entries(words) : [];
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** URIs of the open folders, in any form in which the client sends them. */
export function workspaceFolders(params: InitializeParams): readonly string[] {
  if (params.workspaceFolders) return params.workspaceFolders.map(({ uri }) => uri);
  // Older clients send one folder only; the protocol still allows it.
  const { rootUri } = params as { readonly rootUri?: string | null };
  return rootUri ? [rootUri] : [];
}

const incrementalSync = 2;

/** The editor sends the cells while a notebook is open. */
const notebookDocumentSync: NotebookDocumentSyncOptions = {
  notebookSelector: [{ notebook: '*', cells: [{ language: 'python' }] }],
};

/**
 * Findings do depend on other files. An editor that is informed of this requests all open files after each
 * edit; if it supports refresh requests, it gets one when a dependency changes instead.
 */
function diagnosticProvider({ diagnosticRefresh }: ClientSupport): DiagnosticOptions {
  return {
    identifier: diagnosticSource,
    interFileDependencies: !diagnosticRefresh,
    workspaceDiagnostics: false,
  };
}
