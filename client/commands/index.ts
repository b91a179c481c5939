import * as vscode from 'vscode';
import { type CommandId, commandIds } from '../../contracts/ids.ts';
import type { App, Command } from '../app/app.ts';
import {
  addEnvironmentSecret,
  deleteEnvironmentSecret,
  editEnvironmentSecret,
} from './environment-secret.ts';
import { approveRequest, cancelRequest, declineRequest, dismissRequest, openRequest } from './requests.ts';
import { openExample } from './open-example.ts';
import { openRulePage } from './open-rule-page.ts';
import {
  addSecret,
  editAccess,
  editSecret,
  openAccessMatrix,
  openEnvironments,
  rotateSecret,
  openPeople,
  openSecretsOfAccount,
  showAuditLog,
  showSecret,
  viewHistory,
} from './panel-commands.ts';
import { copyName, copySnippet, insertSnippet } from './snippets.ts';
import { createTypedFakes } from './create-typed-fakes.ts';
import { debugFunction, debugWithSecrets } from './debug.ts';
import { deleteSecret } from './delete-secret.ts';
import { deprecateSecret } from './deprecate-secret.ts';
import { editUpkeep } from './edit-upkeep.ts';
import { explainReference, explainSilence } from './explain-at-cursor.ts';
import { findReferences, peekReferences, showInSecretsView } from './find-secret.ts';
import { grantToAgent, revokeFromAgent } from './grant-and-revoke.ts';
import { importSecrets } from './import-secrets.ts';
import { moveLiteralToEnvironment, moveToVault } from './move-literal.ts';
import { getStarted, pickAgent, refresh, restartServer, showLog } from './housekeeping.ts';
import { copyAccess, duplicateSecret } from './copy-secret.ts';
import { requestAccess } from './request-access.ts';
import { restoreSecrets } from './restore-secrets.ts';
import { runFunction, runFunctionWithFakes } from './run-function.ts';
import { runWithSecrets } from './run-with-secrets.ts';
import { chooseChangesBase, reviewAccessChanges } from './access-changes.ts';
import { fixPlace } from './fix-place.ts';
import { turnOnVault } from './turn-on-vault.ts';
import { signIn, signOut, signOutEverywhere, switchAccount } from './accounts.ts';

/** Every command in the manifest; the compiler requires an entry for each ID. */
const commands: Readonly<Record<CommandId, Command>> = {
  [commandIds.addEnvironmentSecret]: addEnvironmentSecret,
  [commandIds.approveRequest]: approveRequest,
  [commandIds.cancelRequest]: cancelRequest,
  [commandIds.declineRequest]: declineRequest,
  [commandIds.deleteEnvironmentSecret]: deleteEnvironmentSecret,
  [commandIds.editEnvironmentSecret]: editEnvironmentSecret,
  [commandIds.openExample]: openExample,
  [commandIds.openRequest]: openRequest,
  [commandIds.openRulePage]: openRulePage,
  [commandIds.addSecret]: addSecret,
  [commandIds.copyName]: copyName,
  [commandIds.copySnippet]: copySnippet,
  [commandIds.createSecretFromFinding]: addSecret,
  [commandIds.createTypedFakes]: createTypedFakes,
  [commandIds.debugFunction]: debugFunction,
  [commandIds.debugWithSecrets]: debugWithSecrets,
  [commandIds.deleteSecret]: deleteSecret,
  [commandIds.deprecateSecret]: deprecateSecret,
  [commandIds.editUpkeep]: editUpkeep,
  [commandIds.duplicateSecret]: duplicateSecret,
  [commandIds.copyAccess]: copyAccess,
  [commandIds.editAccess]: editAccess,
  [commandIds.editSecret]: editSecret,
  [commandIds.explainReference]: explainReference,
  [commandIds.explainSilence]: explainSilence,
  [commandIds.findReferences]: findReferences,
  [commandIds.grantToAgent]: grantToAgent,
  [commandIds.getStarted]: getStarted,
  [commandIds.importSecrets]: importSecrets,
  [commandIds.insertSnippet]: insertSnippet,
  // The button above the editor, named for what it lists.
  [commandIds.secretsOfFile]: insertSnippet,
  [commandIds.moveToEnvironment]: moveLiteralToEnvironment,
  [commandIds.moveToVault]: moveToVault,
  [commandIds.peekReferences]: peekReferences,
  [commandIds.pickAgent]: pickAgent,
  [commandIds.chooseChangesBase]: chooseChangesBase,
  [commandIds.reviewAccessChanges]: reviewAccessChanges,
  [commandIds.refresh]: refresh,
  [commandIds.requestAccess]: requestAccess,
  [commandIds.askAgain]: requestAccess,
  [commandIds.dismissRequest]: dismissRequest,
  [commandIds.restartServer]: restartServer,
  [commandIds.restoreSecrets]: restoreSecrets,
  [commandIds.showInSecretsView]: showInSecretsView,
  [commandIds.revokeFromAgent]: revokeFromAgent,
  [commandIds.showAccessMatrix]: openAccessMatrix,
  [commandIds.showSecret]: showSecret,
  [commandIds.showSecretsOfAccount]: (app) => openSecretsOfAccount(app),
  [commandIds.showAuditLog]: showAuditLog,
  [commandIds.showPeople]: (app) => openPeople(app),
  [commandIds.showEnvironments]: (app) => openEnvironments(app),
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
  [commandIds.turnOnVault]: turnOnVault,
  [commandIds.fixPlace]: fixPlace,
};

export function registerCommands(app: App): vscode.Disposable[] {
  return Object.entries(commands).map(([id, run]) =>
    vscode.commands.registerCommand(id, (argument?: unknown, selected?: unknown) => {
      app.firstMinutes.used(id);
      return run(app, argument, selected);
    }),
  );
}
