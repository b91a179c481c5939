import * as vscode from 'vscode';
import { commandIds, ruleIds } from '../contracts/ids.ts';
import { relativeAge } from '../contracts/relative-age.ts';
import type { CurrentAgent } from './current-agent.ts';
import { languages } from './language-client.ts';
import { identityOf } from './session-state.ts';
import type { VaultSession } from './vault-session.ts';

/** One line in the language status: the agent, who is signed in, what is known and what is wrong here. */
export function registerStatusItem(session: VaultSession, currentAgent: CurrentAgent): { dispose(): void }[] {
  const item = vscode.languages.createLanguageStatusItem('agentSecrets.status', languages);
  item.name = 'Agent Secrets';
  const update = (): void => {
    item.text = currentAgent.agent?.agentName ?? vscode.l10n.t('No agent project');
    item.detail = [signIn(session), names(session, currentAgent), problems()].filter(Boolean).join(' · ');
    item.busy = session.state.kind === 'loading';
    item.severity = severity(session, currentAgent);
    item.command =
      session.state.kind === 'signedOut'
        ? { command: commandIds.signIn, title: vscode.l10n.t('Sign In') }
        : { command: commandIds.pickAgent, title: vscode.l10n.t('Pick Agent') };
  };
  update();
  return [
    item,
    session.onDidChange(update),
    currentAgent.onDidChange(update),
    vscode.languages.onDidChangeDiagnostics(update),
    vscode.window.onDidChangeActiveTextEditor(update),
  ];
}

function signIn({ state }: VaultSession): string {
  if (state.kind === 'signedOut') return vscode.l10n.t('signed out');
  if (state.kind === 'disabled') return vscode.l10n.t('vault switched off');
  const identity = identityOf(state);
  return identity ? vscode.l10n.t('signed in as {0}', identity.name) : '';
}

function names(session: VaultSession, { agent, problem }: CurrentAgent): string {
  if (problem !== undefined) return problem;
  const known = agent && session.knownCatalog(agent.agentId);
  if (known?.kind !== 'known') return '';
  const readable = known.catalog.secrets.filter(({ access }) => access === 'granted').length;
  if (!known.stale) return vscode.l10n.t('{0} secrets', readable);
  const age = relativeAge(known.catalog.asOf, new Date(), vscode.env.language);
  return vscode.l10n.t('{0} secrets, as of {1}', readable, age);
}

function problems(): string {
  const uri = vscode.window.activeTextEditor?.document.uri;
  const ours = uri ? vscode.languages.getDiagnostics(uri).filter(isOurs).length : 0;
  if (ours === 0) return '';
  return ours === 1 ? vscode.l10n.t('1 problem here') : vscode.l10n.t('{0} problems here', ours);
}

function isOurs({ code }: vscode.Diagnostic): boolean {
  const id = typeof code === 'object' ? code.value : code;
  return ruleIds.some((rule) => rule === id);
}

function severity({ state }: VaultSession, { problem }: CurrentAgent): vscode.LanguageStatusSeverity {
  const { Information, Warning } = vscode.LanguageStatusSeverity;
  const keyRefused = state.kind === 'signedOut' && state.message !== undefined;
  const away = state.kind === 'offline' || state.kind === 'failed';
  return problem !== undefined || keyRefused || away ? Warning : Information;
}
