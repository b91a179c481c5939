import type { Right, Role } from '../../contracts/vault-api/identity.ts';

/** Who may do what. People manage and never read a value; agents read and never manage. */
export const rightsOfRole: Readonly<Record<Role, readonly Right[]>> = {
  admin: [
    'catalog:read',
    'secrets:list',
    'secrets:write',
    'access:write',
    'requests:write',
    'agents:list',
    'agents:write',
    'tokens:write',
  ],
  author: ['catalog:read', 'requests:write', 'agents:list'],
  reviewer: ['catalog:read', 'secrets:list', 'agents:list'],
  agent: ['catalog:read', 'value:read'],
};
