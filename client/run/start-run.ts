import * as vscode from 'vscode';
import type { AgentProject } from '../../contracts/agent-project.ts';
import { openRun, type OpenRun } from '../../run/open-run.ts';
import { RunRefused } from '../../run/run-refused.ts';
import { runVaultOf } from '../../run/run-vault.ts';
import type { App } from '../app/app.ts';
import { signedInVault, withErrorMessage } from '../app/user-action.ts';
import { translate } from '../common/translate.ts';

/** The purpose of a run determines what it receives, and for how long. */
type RunPurpose = 'program' | 'script' | 'function';

/** Maximum lifetimes of agent tokens, in minutes. Terminals of programs stay open for a working day. */
const longest: Readonly<Record<RunPurpose, number>> = { program: 8 * 60, script: 15, function: 15 };

export interface StartedRun {
  readonly id: number;
  /** Values for the program's environment only. */
  readonly variables: OpenRun['variables'];
  /** One sentence about what the program received, without names or values. */
  readonly note: string;
}

/**
 * Obtains what one of the agent's programs receives; `undefined` if that fails, which is shown to the user. A
 * function gets its agent's token and none of the user's secrets.
 */
export async function startRun(
  app: App,
  agent: AgentProject | undefined,
  purpose: RunPurpose = 'program',
  runWithFakes?: () => Promise<void>,
): Promise<StartedRun | undefined> {
  if (!isTrusted()) return undefined;
  const isFunction = purpose === 'function';
  const signedIn = await signedInVault(app, isFunction ? 'catalog:read' : 'environment:own');
  if (!signedIn) return undefined;
  const plain = app.session.vault ?? signedIn.vault;
  let run: OpenRun | undefined;
  await withErrorMessage(app, async () => {
    const vault = {
      ...runVaultOf(signedIn.vault, (input, init) => fetch(input, init), translate),
      // When a program ends, the user must not be prompted to sign in.
      revokeToken: (accountId: string, id: string) => plain.revokeToken(accountId, id),
    };
    const wish = {
      agentId: agent?.agentId,
      needsAgent: isFunction,
      wantsEnvironment: !isFunction,
      tokenEnds: latestEnd(longest[purpose]),
    };
    run = await openRun(vault, wish).catch((error: unknown) => sayRefusal(error, runWithFakes));
  });
  return run && { id: app.runs.add(run), variables: run.variables, note: noteOf(run, agent, purpose) };
}

/** Code in an untrusted workspace receives nothing and is not run. */
export function isTrusted(): boolean {
  if (vscode.workspace.isTrusted) return true;
  void sayRestricted();
  return false;
}

async function sayRestricted(): Promise<void> {
  const manage = vscode.l10n.t('Manage Workspace Trust');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t("You can't run programs with secrets in Restricted Mode. Trust this workspace first."),
    manage,
  );
  if (chosen === manage) await vscode.commands.executeCommand('workbench.trust.manage');
}

function sayRefusal(error: unknown, runWithFakes?: () => Promise<void>): undefined {
  if (!(error instanceof RunRefused)) throw error;
  if (error.code === 'needsAgent') void sayNeedsAgent(runWithFakes);
  else void vscode.window.showWarningMessage(refusalText(error));
}

function refusalText({ code, about: { variable = '' } }: RunRefused): string {
  if (code === 'invalidVariable') {
    return vscode.l10n.t(
      'The vault returned a variable with an invalid name, so nothing was run. Check the vault address.',
    );
  }
  if (code === 'unusableVariable') {
    return vscode.l10n.t(
      '{0} cannot be passed to a program because its value contains a null byte. Set it again.',
      variable,
    );
  }
  if (code === 'steeringVariable') {
    return vscode.l10n.t(
      '{0} is never passed to a program, because it controls what programs run or trust. Delete this environment secret.',
      variable,
    );
  }
  return vscode.l10n.t(
    'This key does not belong to a person, so it has no environment secrets. Sign in as yourself.',
  );
}

async function sayNeedsAgent(runWithFakes?: () => Promise<void>): Promise<void> {
  const fakes = vscode.l10n.t('Run with Fakes');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      'Your role cannot issue tokens, so the function cannot read secrets. Run it with fake values, or ask an account admin.',
    ),
    ...(runWithFakes ? [fakes] : []),
  );
  if (chosen === fakes) await runWithFakes?.();
}

function noteOf({ lacks }: OpenRun, agent: AgentProject | undefined, purpose: RunPurpose): string {
  const name = agent?.agentName ?? '';
  if (purpose === 'function') {
    return vscode.l10n.t('Agent Secrets: with a token for {0} that expires with this run.', name);
  }
  if (lacks.includes('environment')) {
    return vscode.l10n.t('Agent Secrets: with a token for {0}, without environment secrets.', name);
  }
  if (agent === undefined) return vscode.l10n.t('Agent Secrets: with your environment secrets.');
  return lacks.includes('agent')
    ? vscode.l10n.t(
        'Agent Secrets: with your environment secrets. Your role cannot issue tokens, so the secrets of {0} cannot be read.',
        name,
      )
    : vscode.l10n.t('Agent Secrets: with your environment secrets and a token for {0}.', name);
}

function latestEnd(minutes: number): string {
  return new Date(Date.now() + minutes * 60_000).toISOString();
}
