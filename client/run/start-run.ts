import * as vscode from 'vscode';
import type { AgentProject } from '../../contracts/agent-project.ts';
import { openRun, type OpenRun } from '../../run/open-run.ts';
import { RunRefused } from '../../run/run-refused.ts';
import { runVaultOf } from '../../run/run-vault.ts';
import type { App } from '../app.ts';
import { reported } from '../commands/reported.ts';
import { signedInVault } from '../commands/signed-in-account.ts';
import { tell } from '../tell.ts';

/** How long the token of an agent lasts at most: a working day, as terminals stay open. */
const longestHours = 8;

export interface StartedRun {
  readonly id: number;
  /** Values, for the environment of the program alone. */
  readonly variables: OpenRun['variables'];
  /** What the program was given, in one sentence without names or values. */
  readonly note: string;
}

/**
 * Takes what a program of the agent is given; `undefined` when something is in the way, which the
 * person has been told.
 */
export async function startRun(app: App, agent: AgentProject | undefined): Promise<StartedRun | undefined> {
  if (!isTrusted()) return undefined;
  const signedIn = await signedInVault(app, 'environment:own');
  if (!signedIn) return undefined;
  const plain = app.session.vault ?? signedIn.vault;
  let run: OpenRun | undefined;
  await reported(app, async () => {
    const vault = {
      ...runVaultOf(signedIn.vault, (input, init) => fetch(input, init), tell),
      // At the end of a program nobody is asked to sign in for it.
      revokeToken: (accountId: string, id: string) => plain.revokeToken(accountId, id),
    };
    const wish = { agentId: agent?.agentId, needsAgent: false, tokenEnds: latestEnd() };
    run = await openRun(vault, wish).catch(sayRefusal);
  });
  return run && { id: app.runs.add(run), variables: run.variables, note: noteOf(run, agent) };
}

/** Code of a workspace that nobody trusts gets nothing. */
function isTrusted(): boolean {
  if (vscode.workspace.isTrusted) return true;
  void sayRestricted();
  return false;
}

async function sayRestricted(): Promise<void> {
  const manage = vscode.l10n.t('Manage Workspace Trust');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Nothing runs with secrets in Restricted Mode. Trust this workspace first.'),
    manage,
  );
  if (chosen === manage) await vscode.commands.executeCommand('workbench.trust.manage');
}

function sayRefusal(error: unknown): undefined {
  if (!(error instanceof RunRefused)) throw error;
  void vscode.window.showWarningMessage(refusalText(error));
}

function refusalText({ code, about: { variable = '' } }: RunRefused): string {
  if (code === 'unusableVariable') {
    return vscode.l10n.t('No program can be given {0}: its value holds a null byte. Set it anew.', variable);
  }
  if (code === 'steeringVariable') {
    return vscode.l10n.t(
      'No program is given {0}, which tells programs what to run or whom to trust. Delete this environment secret.',
      variable,
    );
  }
  return vscode.l10n.t(
    'This key speaks for no person, so there are no environment secrets to run with. Sign in as yourself.',
  );
}

function noteOf({ lacks }: OpenRun, agent: AgentProject | undefined): string {
  const name = agent?.agentName ?? '';
  if (lacks.includes('environment')) {
    return vscode.l10n.t('Agent Secrets: with a token of {0}, and no environment secrets.', name);
  }
  if (agent === undefined) return vscode.l10n.t('Agent Secrets: with your environment secrets.');
  return lacks.includes('agent')
    ? vscode.l10n.t(
        'Agent Secrets: with your environment secrets. Your role issues no tokens, so secrets of {0} cannot be read.',
        name,
      )
    : vscode.l10n.t('Agent Secrets: with your environment secrets and a token of {0}.', name);
}

function latestEnd(): string {
  return new Date(Date.now() + longestHours * 3_600_000).toISOString();
}
