/** Identifiers that the manifest and the code share; a test checks that they agree. */

/** Rules that exist today; ids are stable for ever, because people write them into suppressions. */
export const ruleIds = ['secret-access-missing', 'secret-not-found'] as const;
export type RuleId = (typeof ruleIds)[number];

export const authenticationProviderId = 'agentSecrets';

export const viewIds = { container: 'agentSecrets', secrets: 'agentSecrets.secrets' } as const;

export const commandIds = {
  addSecret: 'agentSecrets.addSecret',
  copyName: 'agentSecrets.copyName',
  copySnippet: 'agentSecrets.copySnippet',
  createSecretFromFinding: 'agentSecrets.createSecretFromFinding',
  editAccess: 'agentSecrets.editAccess',
  findReferences: 'agentSecrets.findReferences',
  grantToAgent: 'agentSecrets.grantToAgent',
  insertSnippet: 'agentSecrets.insertSnippet',
  pickAgent: 'agentSecrets.pickAgent',
  refresh: 'agentSecrets.refresh',
  restartServer: 'agentSecrets.restartServer',
  showLog: 'agentSecrets.showLog',
  signIn: 'agentSecrets.signIn',
  signOut: 'agentSecrets.signOut',
} as const;
export type CommandId = (typeof commandIds)[keyof typeof commandIds];

/** Argument of `grantToAgent` and `createSecretFromFinding`, as code actions send it. */
export interface SecretOfAgent {
  readonly name: string;
  readonly agentId: string;
  /** Fields seen in the code, when it subscripts the secret; the form is pre-filled with them. */
  readonly fields?: readonly string[];
}
