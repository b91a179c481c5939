import * as vscode from 'vscode';
import type { CatalogResult } from '../contracts/lsp-messages.ts';
import { createVaultClient, type VaultClient } from '../vault-client/index.ts';
import type { App } from './app.ts';
import { VaultAuthenticationProvider } from './auth/authentication-provider.ts';
import { KeyStore } from './auth/key-store.ts';
import { currentSession } from './auth/stored-sessions.ts';
import { registerCommands } from './commands/index.ts';
import { onDidChangeVaultUrl, vaultUrl } from './configuration.ts';
import { CurrentAgent } from './current-agent.ts';
import { SecretsLanguageClient } from './language-client.ts';
import { AccessPanels } from './panels/edit-access-panel.ts';
import { registerStatusItem } from './status-item.ts';
import { SecretsView } from './tree/secrets-view.ts';
import { VaultSession } from './vault-session.ts';

/** Builds the objects and connects them; nothing here waits for a process or the network. */
export function activate(context: vscode.ExtensionContext): void {
  const app = build(context);
  const { session, languageClient, currentAgent, authentication, keys, view, log } = app;
  context.subscriptions.push(
    log,
    authentication,
    session,
    currentAgent,
    view,
    ...registerCommands(app),
    ...registerStatusItem(session, currentAgent),
    keys.onDidChange(() => void followKeys(app)),
    onDidChangeVaultUrl(() => void followKeys(app)),
    session.onDidChange(({ agentIds }) => void languageClient.catalogChanged(agentIds)),
    { dispose: () => languageClient.stop() },
  );
  void followKeys(app);
  void languageClient.start().then(
    () => currentAgent.refresh(),
    (error: unknown) =>
      log.error('The language server did not start.', error instanceof Error ? error.message : ''),
  );
}

function build({ extensionUri, secrets }: vscode.ExtensionContext): App {
  const log = vscode.window.createOutputChannel('Agent Secrets', { log: true });
  const keys = new KeyStore(secrets);
  const authentication = new VaultAuthenticationProvider({ store: keys, vaultUrl, connect });
  const session = new VaultSession();
  const languageClient = new SecretsLanguageClient({
    serverModule: vscode.Uri.joinPath(extensionUri, 'dist', 'server.js').fsPath,
    log,
    catalog: (agentId) => catalogFor(session, agentId),
  });
  const currentAgent = new CurrentAgent((uri) => languageClient.agentOf(uri));
  const view = new SecretsView({ session, currentAgent, languageClient });
  const accessPanels = new AccessPanels(extensionUri);
  return {
    extensionUri,
    log,
    keys,
    authentication,
    session,
    languageClient,
    currentAgent,
    view,
    accessPanels,
  };
}

/** The editor's own `fetch` obeys its proxy and certificates. */
function connect(url: string, key: string): VaultClient {
  return createVaultClient({ url, key, fetch: (input, init) => fetch(input, init) });
}

/** Signs in or out as the stored keys say; another window may have changed them. */
async function followKeys({ keys, session }: App): Promise<void> {
  const stored = currentSession(await keys.read(), vaultUrl());
  session.use(stored && connect(stored.url, stored.key));
}

/** The server's question for names. Old names are not vouched for: absence proves nothing then. */
async function catalogFor(session: VaultSession, agentId: string): Promise<CatalogResult> {
  const rights = { mayGrant: session.may('access:write'), mayCreate: session.may('secrets:write') };
  const state = await session.catalog(agentId);
  if (state.kind !== 'known') return rights;
  const { catalog, stale } = state;
  const { agentName, complete, secrets, asOf } = catalog;
  return { ...rights, asOf, catalog: { agentId, agentName, complete: complete && !stale, secrets } };
}
