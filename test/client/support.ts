import type { CatalogSecret } from '../../contracts/catalog.ts';
import type { CatalogAnswer } from '../../contracts/vault-api/catalog.ts';
import type { Identity } from '../../contracts/vault-api/identity.ts';

export const identity: Identity = {
  id: 'usr_ada',
  name: 'Ada',
  role: 'admin',
  accountId: 'acc_example',
  accountName: 'Example account',
  rights: ['catalog:read', 'secrets:list', 'secrets:write', 'access:write'],
  vaultEnabled: true,
};

export function secret(name: string, change: Readonly<Partial<CatalogSecret>> = {}): CatalogSecret {
  return {
    name,
    kind: 'single',
    fields: [],
    description: '',
    access: 'granted',
    updatedAt: '2026-11-18T11:00:00Z',
    ...change,
  };
}

export function catalogOf(agentId: string, secrets: CatalogSecret[]): CatalogAnswer {
  return {
    agentId,
    agentName: 'Hotel Booking',
    complete: true,
    secrets,
    asOf: '2026-11-21T12:00:00Z',
    version: 1,
  };
}
