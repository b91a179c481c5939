import * as vscode from 'vscode';
import { ruleIds } from '../contracts/rule-ids.ts';
import { relativeAge } from '../contracts/relative-age.ts';
import type { CurrentAgent } from './agents/current-agent.ts';
import { translate } from './common/translate.ts';
import { languages } from './language/language-client.ts';
import { type StatusInput, statusOf } from './status.ts';
import type { VaultSession } from './session/vault-session.ts';

interface StatusParts {
  readonly session: VaultSession;
  readonly currentAgent: CurrentAgent;
  readonly accountLabel: () => string | undefined;
}

/**
 * A language status item that shows the agent, the signed-in user, the age of the catalog, and the problems
 * in the open file.
 */
export function registerStatusItem(parts: StatusParts): { dispose(): void }[] {
  const item = vscode.languages.createLanguageStatusItem('agentSecrets.status', languages);
  item.name = 'Agent Secrets';
  const update = (): void => {
    const status = statusOf(inputOf(parts), translate);
    const { Information, Warning } = vscode.LanguageStatusSeverity;
    item.text = status.text;
    item.detail = status.detail;
    item.busy = status.isBusy;
    item.severity = status.isWarning ? Warning : Information;
    item.command = status.command;
  };
  update();
  // Ages are shown in minutes, so they are updated every minute.
  const ageing = setInterval(update, 60_000);
  return [
    item,
    { dispose: () => clearInterval(ageing) },
    parts.session.onDidChange(update),
    parts.currentAgent.onDidChange(update),
    vscode.languages.onDidChangeDiagnostics(update),
    vscode.window.onDidChangeActiveTextEditor(update),
  ];
}

function inputOf({ session, currentAgent, accountLabel }: StatusParts): StatusInput {
  const { agent, problem, serverFailed } = currentAgent;
  return {
    session: session.state,
    accountLabel: accountLabel(),
    agentName: agent?.agentName,
    projectProblem: problem,
    serverFailed,
    catalog: agent && session.knownCatalog(agent.agentId),
    problems: problemsHere(),
    ageOf: (time) => relativeAge(time, new Date(), vscode.env.language),
  };
}

function problemsHere(): number {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri ? vscode.languages.getDiagnostics(uri).filter(isOurs).length : 0;
}

function isOurs({ code }: vscode.Diagnostic): boolean {
  const id = typeof code === 'object' ? code.value : code;
  return ruleIds.some((rule) => rule === id);
}
