import type { Account } from '../contracts/vault-api/accounts.ts';
import type { AuditEvent, AuditPage, AuditVerdict } from '../contracts/vault-api/audit.ts';
import type {
  EnvironmentPage,
  EnvironmentSecret,
  SandboxSession,
} from '../contracts/vault-api/environment.ts';
import type { TokenMetadata, TokenPage } from '../contracts/vault-api/identity.ts';
import type { User, UserPage } from '../contracts/vault-api/users.ts';
import { isCount, isFlag, isInteger, isListOf, isObjectOf, isOneOf, isText, optional } from './guards.ts';

/** Guards of what only programs that manage a vault ask for; the editor does without them. */
const isTextList = isListOf(isText);

export const isAccount = isObjectOf<Account>({
  id: isText,
  name: isText,
  vaultEnabled: isFlag,
  createdAt: isText,
  revision: isCount,
});

export const isUser = isObjectOf<User>({
  id: isText,
  name: isText,
  email: optional(isText),
  role: isOneOf('admin', 'author', 'reviewer'),
  createdAt: isText,
  updatedAt: isText,
  disabledAt: optional(isText),
});

export const isUserPage = isObjectOf<UserPage>({ users: isListOf(isUser), nextCursor: optional(isText) });

const isTokenMetadata = isObjectOf<TokenMetadata>({
  id: isText,
  name: isText,
  role: isOneOf('admin', 'author', 'reviewer', 'agent'),
  agentId: optional(isText),
  userId: optional(isText),
  addresses: isTextList,
  createdAt: isText,
  expiresAt: isText,
  revokedAt: optional(isText),
  lastUsedAt: optional(isText),
});

export const isTokenPage = isObjectOf<TokenPage>({
  tokens: isListOf(isTokenMetadata),
  nextCursor: optional(isText),
});

export const isEnvironmentSecret = isObjectOf<EnvironmentSecret>({
  name: isText,
  description: isText,
  version: isCount,
  createdAt: isText,
  updatedAt: isText,
});

export const isEnvironmentPage = isObjectOf<EnvironmentPage>({
  secrets: isListOf(isEnvironmentSecret),
  nextCursor: optional(isText),
});

export const isSandboxSession = isObjectOf<SandboxSession>({ id: isText, token: isText, expiresAt: isText });

const isAuditEvent = isObjectOf<AuditEvent>({
  seq: isCount,
  at: isText,
  actorId: isText,
  actorRole: isText,
  action: isText,
  decision: isOneOf('allowed', 'denied', 'failed'),
  code: optional(isText),
  secretName: optional(isText),
  agentId: optional(isText),
  version: optional(isInteger),
  granted: isTextList,
  revoked: isTextList,
  targetId: optional(isText),
  userId: optional(isText),
  address: optional(isText),
  requestId: isText,
});

export const isAuditPage = isObjectOf<AuditPage>({
  events: isListOf(isAuditEvent),
  nextCursor: optional(isText),
});

export const isAuditVerdict = isObjectOf<AuditVerdict>({
  intact: isFlag,
  entries: isInteger,
  checkpoints: isInteger,
  fault: optional(isObjectOf<NonNullable<AuditVerdict['fault']>>({ seq: isInteger, what: isText })),
});
