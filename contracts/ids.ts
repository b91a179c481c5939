import type { Place } from './lsp-messages.ts';
import { serverCommandIds } from './server-command-ids.ts';

/** Identifiers that the manifest and the code share; a test checks that they agree. */

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
  openRequest: 'agentSecrets.openRequest',
  editEnvironmentSecret: 'agentSecrets.editEnvironmentSecret',
  deleteEnvironmentSecret: 'agentSecrets.deleteEnvironmentSecret',
  declineRequest: 'agentSecrets.declineRequest',
  cancelRequest: 'agentSecrets.cancelRequest',
  approveRequest: 'agentSecrets.approveRequest',
  addSecret: 'agentSecrets.addSecret',
  copyName: 'agentSecrets.copyName',
  copySnippet: 'agentSecrets.copySnippet',
  debugFunction: 'agentSecrets.debugFunction',
  debugWithSecrets: 'agentSecrets.debugWithSecrets',
  createTypedFakes: 'agentSecrets.createTypedFakes',
  deleteSecret: 'agentSecrets.deleteSecret',
  editAccess: 'agentSecrets.editAccess',
  editSecret: 'agentSecrets.editSecret',
  explainSilence: 'agentSecrets.explainSilence',
  findReferences: 'agentSecrets.findReferences',
  insertSnippet: 'agentSecrets.insertSnippet',
  pickAgent: 'agentSecrets.pickAgent',
  refresh: 'agentSecrets.refresh',
  restartServer: 'agentSecrets.restartServer',
  revokeFromAgent: 'agentSecrets.revokeFromAgent',
  rotateSecret: 'agentSecrets.rotateSecret',
  runFunction: 'agentSecrets.runFunction',
  runFunctionWithFakes: 'agentSecrets.runFunctionWithFakes',
  runWithSecrets: 'agentSecrets.runWithSecrets',
  showAccessMatrix: 'agentSecrets.showAccessMatrix',
  showLog: 'agentSecrets.showLog',
  signIn: 'agentSecrets.signIn',
  signOut: 'agentSecrets.signOut',
  viewHistory: 'agentSecrets.viewHistory',
  signOutEverywhere: 'agentSecrets.signOutEverywhere',
  switchAccount: 'agentSecrets.switchAccount',
} as const;
export type CommandId = (typeof commandIds)[keyof typeof commandIds];

/** Argument of `grantToAgent`, `requestAccess`, `revealSecret` and the commands that create or add, as code actions send it. */
export interface SecretOfAgent {
  readonly name: string;
  readonly agentId: string;
  /** Fields seen in the code, when it subscripts the secret; the form is pre-filled with them. */
  readonly fields?: readonly string[];
  /** Where in the project it is needed, `functions/pay.py:12`; an access request tells it. */
  readonly place?: string;
  /** Where a literal is that is to move into the vault; never the literal itself. */
  readonly literal?: Place;
}
