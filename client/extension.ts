import * as vscode from 'vscode';
import type { App } from './app.ts';
import { VaultAuthenticationProvider } from './auth/authentication-provider.ts';
import { KeyStore } from './auth/key-store.ts';
import { currentSession, type StoredSession } from './auth/stored-sessions.ts';
import { accessRequests } from './access-requests.ts';
import { catalogAnswer } from './catalog-answer.ts';
import { registerCommands } from './commands/index.ts';
import { registerPanelRestoring } from './commands/restore-panels.ts';
import { onDidChangeVaultUrl, vaultUrl } from './configuration.ts';
import { CurrentAgent } from './current-agent.ts';
import { environmentSecrets } from './environment-secrets.ts';
import { SecretsLanguageClient } from './language-client.ts';
import { Panels } from './panels/panel.ts';
import { registerStatusItem } from './status-item.ts';
import { registerLists } from './tree/lists.ts';
import { SecretsView } from './tree/secrets-view.ts';
import { connect } from './vault.ts';
import { VaultSession } from './vault-session.ts';

/** Builds the objects and connects them; nothing here waits for a process or the network. */
export function activate(context: vscode.ExtensionContext): void {
  const app = build(context);
  const { session, languageClient, currentAgent, authentication, keys, view, log } = app;
  const followKeys = keyFollower(app);
  context.subscriptions.push(
    log,
    authentication,
    session,
    currentAgent,
    view,
    ...registerLists(app),
    ...registerCommands(app),
    ...registerPanelRestoring(app),
    ...registerStatusItem(session, currentAgent),
    keys.onDidChange(() => void followKeys()),
    onDidChangeVaultUrl(() => void followKeys()),
    session.onDidChange(({ agentIds }) => void languageClient.catalogChanged(agentIds)),
    session.onDidChange(stateLogger(session, log)),
    currentAgent.onDidChange(
      () => void languageClient.agentPinned(currentAgent.pinned ? currentAgent.agent : undefined),
    ),
    { dispose: () => languageClient.stop() },
  );
  void followKeys();
  void startServer(app);
}

async function startServer({ languageClient, currentAgent, requests, log }: App): Promise<void> {
  try {
    await languageClient.start();
  } catch (error) {
    log.error('The language server did not start.', error instanceof Error ? error.message : '');
    return currentAgent.noServer();
  }
  await currentAgent.refresh();
  // An author’s requests are those for the agents of this workspace, which are known now.
  await requests.refresh();
}

function build({ extensionUri, secrets, workspaceState: memory }: vscode.ExtensionContext): App {
  const log = vscode.window.createOutputChannel('Agent Secrets', { log: true });
  const keys = new KeyStore(secrets);
  const authentication = new VaultAuthenticationProvider({ store: keys, vaultUrl, connect });
  const session = new VaultSession();
  const environment = environmentSecrets(session);
  const languageClient = new SecretsLanguageClient({
    serverModule: vscode.Uri.joinPath(extensionUri, 'dist', 'server.js').fsPath,
    log,
    catalog: async (agentId) => {
      const state = await session.catalog(agentId);
      return catalogAnswer(session.state, state, environment.state);
    },
  });
  const currentAgent = new CurrentAgent((uri) => languageClient.agentOf(uri));
  const requests = accessRequests(session, () => currentAgent.all());
  const view = new SecretsView({ session, currentAgent, languageClient });
  const panels = new Panels(extensionUri);
  return {
    log,
    keys,
    authentication,
    session,
    languageClient,
    currentAgent,
    view,
    requests,
    environment,
    panels,
    memory,
  };
}

/**
 * Signs in or out as the stored keys say; another window may have changed them. Keys of other accounts
 * and vaults come and go without disturbing the session.
 */
function keyFollower({ keys, session, panels, log }: App): () => Promise<void> {
  let used: StoredSession | undefined;
  return async () => {
    const stored = await keys.read().catch(() => {
      log.warn('The secret storage of the editor cannot be read; nobody is signed in.');
      return [];
    });
    const wanted = currentSession(stored, vaultUrl());
    if (wanted && wanted.id === used?.id) return;
    used = wanted;
    panels.closeAll();
    session.use(wanted && connect(wanted.url, wanted.key));
  };
}

/** Says each change of state once, so that "Show Log" has something to show. Never a name or a key. */
function stateLogger(session: VaultSession, log: vscode.LogOutputChannel): () => void {
  let said = '';
  return () => {
    const { state } = session;
    const sentence = `${state.kind}${'message' in state ? `: ${state.message ?? ''}` : ''}`;
    if (sentence === said) return;
    said = sentence;
    if (state.kind === 'failed' || state.kind === 'offline') log.warn(`Vault ${sentence}`);
    else log.info(`Vault ${sentence}`);
  };
}
