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

/** What the editor can do, as far as it changes what the server does. */
export interface ClientSupport {
  readonly pullDiagnostics: boolean;
  readonly diagnosticRefresh: boolean;
  readonly watchedFiles: boolean;
  readonly configuration: boolean;
  readonly progress: boolean;
  readonly notebooks: boolean;
  /** Whether a completion may say apart what an insertion and what a replacement takes the place of. */
  readonly insertReplace: boolean;
  /** Requests with which it can be told to ask again for what it shows beside the text. */
  readonly refreshableViews: readonly string[];
  /** What is offered to it besides findings. */
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

/** The client's `initializationOptions`; what is not in the agreed form counts as not said. */
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

/** The language of the client, in its words. */
export function speechFor(params: InitializeParams): Speech {
  const { language = '', words } = serverOptions(params);
  return createSpeech(languageId.test(language) ? language : 'en', words);
}

/** The ids of editors' languages, `de` and `pt-br`; others are none that ages can be told in. */
const languageId = /^[a-z]{2,3}(?:-[a-z]{2,4})?$/i;

function textsIn(words: unknown): Readonly<Record<string, string>> {
  const entries = typeof words === 'object' && words !== null ? Object.entries(words) : [];
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** URIs of the folders that are open, whichever way the client says it. */
export function workspaceFolders(params: InitializeParams): readonly string[] {
  if (params.workspaceFolders) return params.workspaceFolders.map(({ uri }) => uri);
  // Older clients know one folder only; the protocol still allows it.
  const { rootUri } = params as { readonly rootUri?: string | null };
  return rootUri ? [rootUri] : [];
}

const incrementalSync = 2;

/** The editor tells of the cells while a notebook is open. */
const notebookDocumentSync: NotebookDocumentSyncOptions = {
  notebookSelector: [{ notebook: '*', cells: [{ language: 'python' }] }],
};

/**
 * Findings do depend on other files. An editor that hears so asks for all open files with each edit;
 * where it can be told to ask again, it is told when one of them changed instead.
 */
function diagnosticProvider({ diagnosticRefresh }: ClientSupport): DiagnosticOptions {
  return {
    identifier: diagnosticSource,
    interFileDependencies: !diagnosticRefresh,
    workspaceDiagnostics: false,
  };
}
