import * as vscode from 'vscode';
import { ruleIds } from '../contracts/rule-ids.ts';
import { relativeAge } from '../contracts/relative-age.ts';
import type { CurrentAgent } from './agents/current-agent.ts';
import { translate } from './common/translate.ts';
import { languages } from './language/language-client.ts';
import { type StatusInput, statusOf, type StatusRow } from './status.ts';
import type { VaultSession } from './session/vault-session.ts';

interface StatusParts {
  readonly session: VaultSession;
  readonly currentAgent: CurrentAgent;
  readonly accountLabel: () => string | undefined;
}

/**
 * Language status items that show the agent, the age of the catalog, the problems in the open file, and the
 * signed-in user.
 */
export function registerStatusItem(parts: StatusParts): { dispose(): void }[] {
  const agentItem = vscode.languages.createLanguageStatusItem('agentSecrets.status', languages);
  const accountItem = vscode.languages.createLanguageStatusItem('agentSecrets.status.account', languages);
  agentItem.name = 'Agent Secrets';
  accountItem.name = vscode.l10n.t('Agent Secrets: Account');
  const update = (): void => {
    const { agent, account } = statusOf(inputOf(parts), translate);
    show(agentItem, agent);
    // A row that applies to no file is not shown.
    accountItem.selector = account ? languages : [];
    if (account) show(accountItem, account);
  };
  update();
  // Ages are shown in minutes, so they are updated every minute.
  const ageing = setInterval(update, 60_000);
  return [
    agentItem,
    accountItem,
    { dispose: () => clearInterval(ageing) },
    parts.session.onDidChange(update),
    parts.currentAgent.onDidChange(update),
    vscode.languages.onDidChangeDiagnostics(update),
    vscode.window.onDidChangeActiveTextEditor(update),
  ];
}

function show(item: vscode.LanguageStatusItem, row: StatusRow): void {
  const { Information, Warning } = vscode.LanguageStatusSeverity;
  item.text = row.text;
  item.detail = row.detail;
  item.busy = row.isBusy;
  item.severity = row.isWarning ? Warning : Information;
  item.command = row.command;
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

/** Hints are not listed as problems. */
function isOurs({ code, severity }: vscode.Diagnostic): boolean {
  const id = typeof code === 'object' ? code.value : code;
  return severity !== vscode.DiagnosticSeverity.Hint && ruleIds.some((rule) => rule === id);
}
