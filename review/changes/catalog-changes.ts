import type { AgentCatalog, CatalogSecret } from '../../contracts/catalog.ts';
import type { CatalogChange } from './change-report.ts';

/** The differences in the second list of catalogs, sorted by agent, then by secret. */
export function catalogChanges(
  before: readonly AgentCatalog[],
  after: readonly AgentCatalog[],
): readonly CatalogChange[] {
  const [then, now] = [before, after].map((catalogs) => secretsIn(catalogs));
  const keys = new Set([...(then?.keys() ?? []), ...(now?.keys() ?? [])]);
  return [...keys].toSorted().flatMap((key) => {
    const [one, other] = [then?.get(key), now?.get(key)];
    const change = changeOf(one?.secret, other?.secret);
    const { agent, secret } = one ?? other ?? {};
    if (change === undefined || agent === undefined || secret === undefined) return [];
    return [{ agent, secret: secret.name, change }];
  });
}

function secretsIn(
  catalogs: readonly AgentCatalog[],
): ReadonlyMap<string, { readonly agent: string; readonly secret: CatalogSecret }> {
  return new Map(
    catalogs.flatMap(({ agentId: agent, secrets }) =>
      secrets.map((secret) => [JSON.stringify([agent, secret.name]), { agent, secret }] as const),
    ),
  );
}

/** The most important change. A snapshot also contains times, which are irrelevant to access. */
function changeOf(
  one: CatalogSecret | undefined,
  other: CatalogSecret | undefined,
): CatalogChange['change'] | undefined {
  if (!one) return other?.access === 'granted' ? 'granted' : 'created';
  if (!other) return 'deleted';
  if (one.access !== other.access) return other.access === 'granted' ? 'granted' : 'revoked';
  if (!one.deprecated && other.deprecated) return 'deprecated';
  return shape(one) === shape(other) ? undefined : 'changed';
}

function shape({ kind, fields, accessUntil, deprecated }: CatalogSecret): string {
  return JSON.stringify([kind, fields, accessUntil, deprecated]);
}
