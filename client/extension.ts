import * as vscode from 'vscode';
import type { CatalogChangedParams } from '../contracts/lsp-messages.ts';
import type { App } from './app/app.ts';
import { FirstMinutes } from './app/first-minutes.ts';
import { VaultAuthenticationProvider } from './auth/authentication-provider.ts';
import { KeyStore } from './auth/key-store.ts';
import { KeyFollower } from './auth/key-follower.ts';
import { BranchReview } from './changes/branch-review.ts';
import type { SignInParts } from './auth/sign-in.ts';
import { DismissedRequests } from './session/dismissed-requests.ts';
import { accessRequests, environmentSecrets } from './session/lists.ts';
import { catalogAnswer } from './language/catalog-answer.ts';
import { registerTools } from './assistants/register-tools.ts';
import { registerCommands } from './commands/index.ts';
import { remindOfRotations } from './commands/remind-of-rotations.ts';
import { tellDecisions } from './commands/tell-decisions.ts';
import { registerPanelRestoring } from './commands/restore-panels.ts';
import { isEnabled, onDidChangeSetting, vaultUrl } from './common/configuration.ts';
import { CurrentAgent } from './agents/current-agent.ts';
import { exampleCatalogOf } from './session/example-catalog.ts';
import { KeptNames, type NamesFolder } from './session/kept-names.ts';
import { SecretsLanguageClient } from './language/language-client.ts';
import { registerRuleLinks } from './language/rule-links.ts';
import { registerTyping } from './language/register-typing.ts';
import { Panels } from './panels/panel.ts';
import { confirmsLeaving } from './panels/confirm.ts';
import type { Platform } from './platform/platform.ts';
import { registerDebugging } from './run/debug-provider.ts';
import { registerRunLenses } from './run/run-lenses.ts';
import { registerTerminalProfile } from './run/run-terminal.ts';
import { agentsWithOtherRequests } from './session/own-requests.ts';
import { Runs } from './session/runs.ts';
import { registerStatusItem } from './status-item.ts';
import { translate } from './common/translate.ts';
import { registerLists } from './register-lists.ts';
import { SecretsView } from './tree/secrets-view.ts';
import { createVaultClient, type VaultClient, type VaultClientOptions } from '../vault-client/index.ts';
import { type SessionChange, VaultSession } from './session/vault-session.ts';

/**
 * Outlives `activate`: the editor passes nothing to `deactivate`, which is the only function that it awaits
 * on shutdown.
 */
const runs = new Runs();

/** Creates the objects and connects them. Nothing here waits for a process or the network. */
export function activateOn(platform: Platform, context: vscode.ExtensionContext): void {
  const app = build(platform, context);
  const { session, languageClient, currentAgent, authentication, keys, names, view, review, log } = app;
  const follower = keyFollower(app);
  context.subscriptions.push(
    log,
    authentication,
    session,
    currentAgent,
    view,
    review,
    app.firstMinutes,
    ...registerLists(app),
    ...registerCommands(app),
    ...registerTools(app),
    ...registerRuleLinks(),
    ...registerTyping(languageClient),
    ...registerPanelRestoring(app),
    remindOfRotations(app),
    tellDecisions(app),
    ...registerDebugging(app),
    ...registerRunLenses(app),
    registerTerminalProfile(app),
    ...registerStatusItem({ session, currentAgent, accountLabel: () => follower.account?.label }),
    keys.onDidChange(() => void follower.follow()),
    onDidChangeSetting('vaultUrl', () => void follower.follow()),
    onDidChangeSetting('wholeWorkspace', () => void languageClient.restart()),
    onDidChangeSetting('keepNames', () => isEnabled('keepNames') || void names.forgetAll()),
    session.onDidChange(recallNames(app)),
    currentAgent.onDidChange(recallNames(app)),
    session.onDidChange((change) => void languageClient.catalogChanged(catalogsOf(app, change))),
    requestsTeller(app),
    session.onDidChange(stateLogger(session, log)),
    currentAgent.onDidChange(
      () => void languageClient.agentPinned(currentAgent.pinned ? currentAgent.agent : undefined),
    ),
    currentAgent.onDidChangeProjects(() => void app.requests.refresh()),
    { dispose: () => languageClient.stop() },
  );
  void follower.follow();
  void startServer(app);
}

/** When a window closes, revokes the tokens issued for its runs. */
export function deactivate(): Promise<void> {
  return runs.endAll();
}

async function startServer({ languageClient, currentAgent, requests, log }: App): Promise<void> {
  const begun = performance.now();
  try {
    await languageClient.start();
    log.info(`The language server was ready after ${Math.round(performance.now() - begun)} ms.`);
  } catch (error) {
    log.error('The language server did not start.', error instanceof Error ? error.message : '');
    return currentAgent.noServer();
  }
  await currentAgent.refresh();
  // Authors see the requests for this workspace's agents, which are known now.
  await requests.refresh();
}

function build(platform: Platform, context: vscode.ExtensionContext): App {
  const { extensionUri, secrets, workspaceState: memory, globalStorageUri } = context;
  const log = vscode.window.createOutputChannel('Agent Secrets', { log: true });
  const keys = new KeyStore(secrets);
  const names = new KeptNames({
    folder: namesFolder(globalStorageUri),
    isWanted: () => isEnabled('keepNames'),
  });
  const panels = new Panels(extensionUri);
  const authentication = new VaultAuthenticationProvider({
    ...signInParts(platform),
    store: keys,
    vaultUrl,
    mayLeave: () => confirmsLeaving(panels),
    signsOut: ({ account }) => runs.endAll(account.id),
    signedOut: (stored) => void names.forget(stored),
  });
  const session = new VaultSession(exampleCatalogOf);
  const environment = environmentSecrets(session);
  const languageClient = new SecretsLanguageClient({
    platform,
    extensionUri,
    log,
    catalog: async (agentId) => {
      const state = await session.catalog(agentId);
      return catalogAnswer(session.state, state, environment.state, requests.items);
    },
  });
  const dismissed = new DismissedRequests(memory);
  const currentAgent = new CurrentAgent((uri) => languageClient.agentOf(uri), memory);
  const requests = accessRequests(session, () => currentAgent.all(), dismissed);
  const canRunGit = platform.programs !== undefined;
  const firstMinutes = new FirstMinutes(session, memory);
  const review = new BranchReview({ session, currentAgent, languageClient, canRunGit, memory });
  const seen = (): void => firstMinutes.sawSecrets();
  const view = new SecretsView({ session, currentAgent, languageClient, review, requests, memory, seen });
  return {
    log,
    keys,
    names,
    authentication,
    session,
    languageClient,
    currentAgent,
    view,
    review,
    requests,
    dismissed,
    environment,
    firstMinutes,
    panels,
    runs,
    programs: platform.programs,
    memory,
    extensionUri,
    fakesFolder: vscode.Uri.joinPath(globalStorageUri, 'fakes'),
  };
}

function signInParts(platform: Platform): SignInParts {
  return {
    load: () => platform.loadSignIn(),
    fetch: (input, init) => fetch(input, init),
    connect,
    env: platform.env,
    isLocal: () => vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop,
  };
}

function keyFollower({ keys, names, session, panels, log }: App): KeyFollower<VaultClient> {
  return new KeyFollower({
    wanted: async () => {
      try {
        return await keys.current(vaultUrl());
      } catch {
        log.warn('The secret storage of the editor cannot be read; no one is signed in.');
        return undefined;
      }
    },
    connect,
    session,
    memoryOf: (stored) => names.memoryOf(stored),
    personChanges: () => panels.closeAll(),
  });
}

/** Warnings say whether access has been requested, so the language server follows the open requests. */
function requestsTeller(app: App): vscode.Disposable {
  const { requests, languageClient } = app;
  let before = requests.items;
  return requests.onDidChange(() => {
    const agentIds = agentsWithOtherRequests(before, requests.items);
    before = requests.items;
    if (agentIds.length > 0) void languageClient.catalogChanged(catalogsOf(app, { agentIds }));
  });
}

/** Includes the known catalogs, so that the server does not have to request them. */
function catalogsOf(
  { session, environment, requests }: App,
  { agentIds }: SessionChange,
): CatalogChangedParams {
  if (agentIds === undefined) return {};
  const catalogs = agentIds.flatMap((agentId) => {
    const state = session.knownCatalog(agentId);
    if (state === undefined || state.kind === 'loading') return [];
    return { agentId, result: catalogAnswer(session.state, state, environment.state, requests.items) };
  });
  return { agentIds, catalogs };
}

/**
 * While the client is offline, no event causes a request for the catalog, so the cached names are loaded
 * here.
 */
function recallNames({ session, currentAgent }: App): () => void {
  return () => {
    const { agent } = currentAgent;
    if (!agent || session.state.kind !== 'offline' || session.knownCatalog(agent.agentId)) return;
    void session.catalog(agent.agentId);
  };
}

/** Logs each state change once, for "Show Log". Never logs a name or a key. */
function stateLogger(session: VaultSession, log: vscode.LogOutputChannel): () => void {
  let logged = '';
  return () => {
    const { state } = session;
    const sentence = `${state.kind}${'message' in state ? `: ${translate(state.message ?? '')}` : ''}`;
    if (sentence === logged) return;
    logged = sentence;
    if (state.kind === 'failed' || state.kind === 'offline') log.warn(`Vault ${sentence}`);
    else log.info(`Vault ${sentence}`);
  };
}

/** Uses the editor's `fetch`, which respects its proxy and certificate settings. */
export function connect(url: string, key: VaultClientOptions['key']): VaultClient {
  return createVaultClient({ url, key, fetch: (input, init) => fetch(input, init), translate });
}

/** The extension's storage, in whichever file system the editor uses for it. */
export function namesFolder(globalStorage: vscode.Uri): NamesFolder {
  const { fs } = vscode.workspace;
  const at = (path: readonly string[]): vscode.Uri => vscode.Uri.joinPath(globalStorage, 'names', ...path);
  return {
    read: async (path) => new TextDecoder().decode(await fs.readFile(at(path))),
    // `writeFile` also creates missing parent folders.
    write: async (path, text) => fs.writeFile(at(path), new TextEncoder().encode(text)),
    remove: async (path) => fs.delete(at(path), { recursive: true }),
  };
}
