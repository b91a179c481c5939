import * as vscode from 'vscode';
import { commandIds } from '../contracts/ids.ts';
import type { CurrentAgent } from './current-agent.ts';
import { relativeAge } from '../contracts/relative-age.ts';
import type { VaultSession } from './vault-session.ts';

const languages = ['python', 'javascript', 'javascriptreact', 'typescript', 'typescriptreact'];

/** One line in the language status: the agent, and how fresh what is known of it is. */
export function registerStatusItem(session: VaultSession, currentAgent: CurrentAgent): { dispose(): void }[] {
  const item = vscode.languages.createLanguageStatusItem('agentSecrets.status', languages);
  item.name = 'Agent Secrets';
  const update = (): void => {
    item.text = currentAgent.agent?.agentName ?? vscode.l10n.t('No agent project');
    item.detail = detailFor(session, currentAgent);
    item.busy = session.state.kind === 'loading';
    item.severity = severityFor(session);
    item.command =
      session.state.kind === 'signedOut'
        ? { command: commandIds.signIn, title: vscode.l10n.t('Sign In') }
        : { command: commandIds.refresh, title: vscode.l10n.t('Refresh') };
  };
  update();
  return [item, session.onDidChange(update), currentAgent.onDidChange(update)];
}

function detailFor(session: VaultSession, { agent }: CurrentAgent): string {
  const { state } = session;
  if (state.kind === 'signedOut') return vscode.l10n.t('signed out');
  const catalog = agent && session.knownCatalog(agent.agentId);
  if (catalog?.kind !== 'known') return vscode.l10n.t('secrets unknown');
  const readable = catalog.catalog.secrets.filter(({ access }) => access === 'granted').length;
  const age = relativeAge(catalog.catalog.asOf, new Date(), vscode.env.language);
  return catalog.stale
    ? vscode.l10n.t('{0} secrets, as of {1}', readable, age)
    : vscode.l10n.t('{0} secrets', readable);
}

function severityFor({ state }: VaultSession): vscode.LanguageStatusSeverity {
  const { Information, Warning } = vscode.LanguageStatusSeverity;
  return state.kind === 'offline' || state.kind === 'failed' ? Warning : Information;
}
