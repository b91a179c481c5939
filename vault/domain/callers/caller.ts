import type { Identity, Right, Role } from '../../../contracts/vault-api/identity.ts';
import type { AccountRecord } from '../../storage/records.ts';
import { ProblemError } from '../../errors/errors.ts';

/** Where a request comes from. */
export interface Sender {
  readonly requestId: string;
  /** The sender's network address; null within the vault itself. */
  readonly address: string | null;
}

/** The authenticated caller, derived from the credential alone; nothing else in a request can change it. */
export interface Caller extends Sender {
  /** Id of the token or sandbox session; recorded as the actor in the audit log. */
  readonly id: string;
  readonly name: string;
  readonly role: CallerRole;
  readonly account: AccountRecord;
  /** The one agent that an `agent` token speaks for. */
  readonly agentId: string | null;
  /** The person that the caller speaks for; null for agents and for the first key of a vault. */
  readonly userId: string | null;
  readonly rights: readonly Right[];
  readonly expiresAt: string;
  /**
   * Digests by which the token can be found, newest first; used during long responses to check that it is
   * still valid.
   */
  readonly tokenDigests: readonly Buffer[];
  /**
   * The verified MAC of the token's row: while the row has this MAC, the token was neither revoked nor
   * changed.
   */
  readonly tokenMac: Buffer;
  /** The verified MAC of the row of the person that the caller speaks for. */
  readonly userMac: Buffer | null;
  /**
   * Set if the caller was read from the cache: only work that checks again in its own transaction can rely on
   * it.
   */
  readonly isRecalled?: true;
}

/** Roles of tokens, plus the role of a sandbox session, which no token has. */
export type CallerRole = Role | 'sandbox';

/**
 * The rights of each role. People manage secrets and never read values; agents read values and never manage
 * secrets.
 */
export const rightsOfRole: Readonly<Record<CallerRole, readonly Right[]>> = {
  admin: [
    'catalog:read',
    'secrets:list',
    'secrets:write',
    'access:write',
    'requests:write',
    'agents:list',
    'agents:write',
    'people:list',
    'tokens:write',
    'users:write',
    'account:write',
    'audit:read',
    'environment:own',
  ],
  author: ['catalog:read', 'requests:write', 'agents:list', 'environment:own'],
  reviewer: ['catalog:read', 'secrets:list', 'agents:list', 'people:list', 'audit:read', 'environment:own'],
  agent: ['catalog:read', 'value:read'],
  sandbox: ['environment:read'],
};

/**
 * What a key is allowed to do now: never more than its role, and never more than the person it speaks for can
 * do today, whatever their role was when the key was issued.
 */
export function effectiveRights(role: Role, person: Role | 'none' | undefined): readonly Right[] {
  const rights = rightsOfRole[role];
  if (person === 'none') return [];
  if (person === undefined || person === role) return rights;
  return rights.filter((right) => rightsOfRole[person].includes(right));
}

/** What a caller is allowed to know about itself. */
export function describeCaller(caller: Caller): Identity {
  return {
    id: caller.id,
    name: caller.name,
    role: roleOf(caller),
    accountId: caller.account.id,
    accountName: caller.account.name,
    ...(caller.agentId === null ? {} : { agentId: caller.agentId }),
    ...(caller.userId === null ? {} : { userId: caller.userId }),
    rights: [...caller.rights],
    vaultEnabled: caller.account.vaultEnabled,
    ...environmentsFor(caller),
    expiresAt: caller.expiresAt,
  };
}

function environmentsFor({ account, rights }: Caller): Pick<Identity, 'environments'> {
  const { environments } = account;
  return environments.length > 0 && rights.includes('secrets:list')
    ? { environments: [...environments] }
    : {};
}

/** A sandbox speaks for no person. @throws ProblemError `Forbidden` */
function roleOf({ role }: Caller): Role {
  if (role !== 'sandbox') return role;
  throw new ProblemError('Forbidden', 'A sandbox can only read environment secrets.');
}
