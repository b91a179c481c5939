import * as vscode from 'vscode';
import { type CommandId, commandIds } from '../../contracts/ids.ts';
import type { App, Command } from '../app/app.ts';
import {
  addEnvironmentSecret,
  deleteEnvironmentSecret,
  editEnvironmentSecret,
} from './environment-secret.ts';
import { approveRequest, cancelRequest, declineRequest } from './decide-request.ts';
import { openExample } from './open-example.ts';
import { openRequest } from './open-request.ts';
import { addSecret } from './add-secret.ts';
import { copyName, copySnippet } from './copy.ts';
import { createTypedFakes } from './create-typed-fakes.ts';
import { debugWithSecrets } from './debug-with-secrets.ts';
import { deleteSecret } from './delete-secret.ts';
import { editAccess } from './show-access.ts';
import { editSecret } from './edit-secret.ts';
import { explainReference } from './explain-reference.ts';
import { explainSilence } from './explain-silence.ts';
import { findReferences, peekReferences } from './show-references.ts';
import { grantToAgent } from './grant-to-agent.ts';
import { insertSnippet } from './insert-snippet.ts';
import { moveToVault } from './move-to-vault.ts';
import { pickAgent, refresh, restartServer, showLog, signIn } from './housekeeping.ts';
import { requestAccess } from './request-access.ts';
import { revealSecret } from './reveal-secret.ts';
import { revokeFromAgent } from './revoke-from-agent.ts';
import { rotateSecret } from './rotate-secret.ts';
import { debugFunction } from './debug-function.ts';
import { runFunction, runFunctionWithFakes } from './run-function.ts';
import { runWithSecrets } from './run-with-secrets.ts';
import { openAccessMatrix } from './show-access-matrix.ts';
import { signOut } from './sign-out.ts';
import { viewHistory } from './view-history.ts';
import { signOutEverywhere } from './sign-out-everywhere.ts';
import { switchAccount } from './switch-account.ts';

/** Every command of the manifest; the compiler requires an entry for each id. */
const commands: Readonly<Record<CommandId, Command>> = {
  [commandIds.addEnvironmentSecret]: addEnvironmentSecret,
  [commandIds.approveRequest]: approveRequest,
  [commandIds.cancelRequest]: cancelRequest,
  [commandIds.declineRequest]: declineRequest,
  [commandIds.deleteEnvironmentSecret]: deleteEnvironmentSecret,
  [commandIds.editEnvironmentSecret]: editEnvironmentSecret,
  [commandIds.openExample]: openExample,
  [commandIds.openRequest]: openRequest,
  [commandIds.addSecret]: addSecret,
  [commandIds.copyName]: copyName,
  [commandIds.copySnippet]: copySnippet,
  [commandIds.createSecretFromFinding]: addSecret,
  [commandIds.createTypedFakes]: createTypedFakes,
  [commandIds.debugFunction]: debugFunction,
  [commandIds.debugWithSecrets]: debugWithSecrets,
  [commandIds.deleteSecret]: deleteSecret,
  [commandIds.editAccess]: editAccess,
  [commandIds.editSecret]: editSecret,
  [commandIds.explainReference]: explainReference,
  [commandIds.explainSilence]: explainSilence,
  [commandIds.findReferences]: findReferences,
  [commandIds.grantToAgent]: grantToAgent,
  [commandIds.insertSnippet]: insertSnippet,
  [commandIds.moveToVault]: moveToVault,
  [commandIds.peekReferences]: peekReferences,
  [commandIds.pickAgent]: pickAgent,
  [commandIds.refresh]: refresh,
  [commandIds.requestAccess]: requestAccess,
  [commandIds.restartServer]: restartServer,
  [commandIds.revealSecret]: revealSecret,
  [commandIds.revokeFromAgent]: revokeFromAgent,
  [commandIds.showAccessMatrix]: openAccessMatrix,
  [commandIds.showLog]: showLog,
  [commandIds.signIn]: signIn,
  [commandIds.signOut]: signOut,
  [commandIds.rotateSecret]: rotateSecret,
  [commandIds.runFunction]: runFunction,
  [commandIds.runFunctionWithFakes]: runFunctionWithFakes,
  [commandIds.runWithSecrets]: runWithSecrets,
  [commandIds.viewHistory]: viewHistory,
  [commandIds.signOutEverywhere]: signOutEverywhere,
  [commandIds.switchAccount]: switchAccount,
};

export function registerCommands(app: App): vscode.Disposable[] {
  return Object.entries(commands).map(([id, run]) =>
    vscode.commands.registerCommand(id, (argument?: unknown, selected?: unknown) =>
      run(app, argument, selected),
    ),
  );
}
