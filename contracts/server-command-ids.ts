/** Commands that the language server offers. Apart from the others, so that its bundle does not carry them. */
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
