import type { Role } from '../../../contracts/vault-api/identity.ts';

/** The role of a token, or `sandbox` for a sandbox session. */
export type KeyRole = Role | 'sandbox';

export const people = ['admin', 'author', 'reviewer'] as const;
const tokens = [...people, 'agent'] as const;
export const roles = [...tokens, 'sandbox'] as const;

/** The roles that may call each operation, according to the design. The routes come from the vault itself. */
export const rolesOf: Readonly<Record<string, readonly KeyRole[]>> = {
  me: tokens,
  readAccount: ['admin'],
  changeAccount: ['admin'],
  listAgents: people,
  createAgent: ['admin'],
  listSecrets: ['admin', 'reviewer'],
  createSecret: ['admin'],
  importSecrets: ['admin'],
  describeSecret: ['admin', 'reviewer'],
  changeSecret: ['admin'],
  listVersions: ['admin', 'reviewer'],
  restoreVersion: ['admin'],
  deleteSecret: ['admin'],
  undeleteSecret: ['admin'],
  purgeSecret: ['admin'],
  changeAgent: ['admin'],
  deleteAgent: ['admin'],
  changeManyAccessLists: ['admin'],
  listAccessRequests: ['admin', 'reviewer'],
  listAgentAccessRequests: people,
  requestAccess: ['admin', 'author'],
  approveRequest: ['admin'],
  declineRequest: ['admin'],
  cancelRequest: ['admin', 'author'],
  readAccess: ['admin', 'reviewer'],
  changeAccess: ['admin'],
  readCatalog: tokens,
  readValue: ['agent'],
  issueToken: ['admin'],
  revokeToken: ['admin'],
  revokeIssuedBefore: ['admin'],
  listTokens: ['admin', 'reviewer'],
  listIdentities: ['admin', 'reviewer'],
  createIdentity: ['admin'],
  removeIdentity: ['admin'],
  listUsers: ['admin', 'reviewer'],
  createUser: ['admin'],
  changeUser: ['admin'],
  listAudit: ['admin', 'reviewer'],
  verifyAudit: ['admin', 'reviewer'],
  listEnvironment: people,
  createVariable: people,
  changeVariable: people,
  deleteVariable: people,
  startSandbox: people,
  recordAssistantUse: people,
  endSandbox: people,
  readSandboxEnvironment: ['sandbox'],
  events: people,
  signOut: people,
};

/** Operations that need no key. */
export const publicOperations: readonly string[] = [
  'health',
  'metrics',
  'ready',
  'signIn',
  'signInAgent',
  'signInOffer',
];
