import type { Right, Role } from '../../../contracts/vault-api/identity.ts';

/** Roles of tokens, and that of a sandbox session, which no token has. */
export type CallerRole = Role | 'sandbox';

/** The rights of each role. People manage and never read a value; agents read and never manage. */
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
