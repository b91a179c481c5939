/**
 * Commands that the language server provides. They are in a separate module so that the server's bundle does
 * not include the other IDs.
 */
export const serverCommandIds = {
  addEnvironmentSecret: 'agentSecrets.addEnvironmentSecret',
  createSecretFromFinding: 'agentSecrets.createSecretFromFinding',
  explainReference: 'agentSecrets.explainReference',
  grantToAgent: 'agentSecrets.grantToAgent',
  moveToVault: 'agentSecrets.moveToVault',
  peekReferences: 'agentSecrets.peekReferences',
  requestAccess: 'agentSecrets.requestAccess',
  revealSecret: 'agentSecrets.revealSecret',
} as const;
