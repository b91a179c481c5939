import type { AgentCatalog, CatalogSecret, CatalogSnapshot } from '../../../contracts/catalog.ts';
import type { CatalogResult } from '../../../contracts/lsp-messages.ts';

/** `stripe_api_key` is granted, `!stripe_api_key` is not, `crm(client_id, region)` has fields. */
export function catalogOf(agentId: string, ...secrets: readonly string[]): AgentCatalog {
  return { agentId, agentName: `Agent ${agentId}`, complete: true, secrets: secrets.map(secretOf) };
}

export function answerOf(agentId: string, ...secrets: readonly string[]): CatalogResult {
  const catalog = catalogOf(agentId, ...secrets);
  return { catalog, asOf: '2026-01-01T00:00:00.000Z', mayGrant: true, mayCreate: true };
}

export function snapshotOf(...agents: readonly AgentCatalog[]): CatalogSnapshot {
  return { version: 1, asOf: '2026-01-01T00:00:00.000Z', agents: [...agents] };
}

function secretOf(short: string): CatalogSecret {
  const [, missing, name = '', fields] = /^(!?)([^(]+)(?:\((.*)\))?$/.exec(short) ?? [];
  return {
    name,
    kind: fields === undefined ? 'single' : 'key_value',
    fields: fields === undefined ? [] : fields.split(', '),
    description: '',
    access: missing === '!' ? 'missing' : 'granted',
    updatedAt: '2026-01-01T00:00:00.000Z',
  };
}
