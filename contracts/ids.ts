import type { Place } from './lsp-messages.ts';
import { serverCommandIds } from './server-command-ids.ts';

/** Identifiers that the manifest and the code share. A test checks that they match. */

export const authenticationProviderId = 'agentSecrets';

export const viewIds = {
  container: 'agentSecrets',
  secrets: 'agentSecrets.secrets',
  environment: 'agentSecrets.environment',
  requests: 'agentSecrets.requests',
} as const;

export const commandIds = {
  ...serverCommandIds,
  openExample: 'agentSecrets.openExample',
  openRulePage: 'agentSecrets.openRulePage',
  openRequest: 'agentSecrets.openRequest',
  editEnvironmentSecret: 'agentSecrets.editEnvironmentSecret',
  deleteEnvironmentSecret: 'agentSecrets.deleteEnvironmentSecret',
  declineRequest: 'agentSecrets.declineRequest',
  dismissRequest: 'agentSecrets.dismissRequest',
  askAgain: 'agentSecrets.askAgain',
  approveRequest: 'agentSecrets.approveRequest',
  addSecret: 'agentSecrets.addSecret',
  chooseChangesBase: 'agentSecrets.chooseChangesBase',
  copyAccess: 'agentSecrets.copyAccess',
  copySnippet: 'agentSecrets.copySnippet',
  debugFunction: 'agentSecrets.debugFunction',
  debugWithSecrets: 'agentSecrets.debugWithSecrets',
  createTypedFakes: 'agentSecrets.createTypedFakes',
  deleteSecret: 'agentSecrets.deleteSecret',
  deprecateSecret: 'agentSecrets.deprecateSecret',
  editUpkeep: 'agentSecrets.editUpkeep',
  duplicateSecret: 'agentSecrets.duplicateSecret',
  editAccess: 'agentSecrets.editAccess',
  editSecret: 'agentSecrets.editSecret',
  explainSilence: 'agentSecrets.explainSilence',
  findReferences: 'agentSecrets.findReferences',
  getStarted: 'agentSecrets.getStarted',
  importSecrets: 'agentSecrets.importSecrets',
  insertSnippet: 'agentSecrets.insertSnippet',
  secretsOfFile: 'agentSecrets.secretsOfFile',
  pickAgent: 'agentSecrets.pickAgent',
  refresh: 'agentSecrets.refresh',
  restartServer: 'agentSecrets.restartServer',
  restoreSecrets: 'agentSecrets.restoreSecrets',
  reviewAccessChanges: 'agentSecrets.reviewAccessChanges',
  revokeFromAgent: 'agentSecrets.revokeFromAgent',
  runFunction: 'agentSecrets.runFunction',
  runFunctionWithFakes: 'agentSecrets.runFunctionWithFakes',
  runWithSecrets: 'agentSecrets.runWithSecrets',
  showAccessMatrix: 'agentSecrets.showAccessMatrix',
  showSecret: 'agentSecrets.showSecret',
  showSecretsOfAccount: 'agentSecrets.showSecretsOfAccount',
  showAuditLog: 'agentSecrets.showAuditLog',
  showPeople: 'agentSecrets.showPeople',
  showEnvironments: 'agentSecrets.showEnvironments',
  showLog: 'agentSecrets.showLog',
  signOut: 'agentSecrets.signOut',
  viewHistory: 'agentSecrets.viewHistory',
  signOutEverywhere: 'agentSecrets.signOutEverywhere',
  switchAccount: 'agentSecrets.switchAccount',
  turnOnVault: 'agentSecrets.turnOnVault',
  fixPlace: 'agentSecrets.fixPlace',
} as const;
export type CommandId = (typeof commandIds)[keyof typeof commandIds];

/**
 * Argument that code actions pass to `grantToAgent`, `requestAccess`, `showInSecretsView`, and the commands that
 * create or add a secret.
 */
export interface SecretOfAgent {
  readonly name: string;
  readonly agentId: string;
  /** Fields of the secret that the code reads; the form is prefilled with them. */
  readonly fields?: readonly string[];
  /** Where the project needs the secret, such as `functions/pay.py:12`; included in access requests. */
  readonly place?: string;
  /** The location of a literal to move to the vault; never the literal itself. */
  readonly literal?: Place;
}
