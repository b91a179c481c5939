/**
 * Commands that the language server provides. They are in a separate module so that the server's bundle does
 * not include the other IDs.
 */
export const serverCommandIds = {
  addEnvironmentSecret: 'agentSecrets.addEnvironmentSecret',
  cancelRequest: 'agentSecrets.cancelRequest',
  copyName: 'agentSecrets.copyName',
  createSecretFromFinding: 'agentSecrets.createSecretFromFinding',
  explainReference: 'agentSecrets.explainReference',
  grantToAgent: 'agentSecrets.grantToAgent',
  moveToEnvironment: 'agentSecrets.moveToEnvironment',
  moveToVault: 'agentSecrets.moveToVault',
  peekReferences: 'agentSecrets.peekReferences',
  requestAccess: 'agentSecrets.requestAccess',
  showInSecretsView: 'agentSecrets.showInSecretsView',
  rotateSecret: 'agentSecrets.rotateSecret',
  signIn: 'agentSecrets.signIn',
} as const;

/** Commands that text from the server may link to. The client trusts links to no other command. */
export const linkedCommandIds = [
  serverCommandIds.copyName,
  serverCommandIds.requestAccess,
  serverCommandIds.showInSecretsView,
] as const;
