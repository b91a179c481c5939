import type { AgentCatalog } from '../../contracts/catalog.ts';
import { fitsPattern } from '../../contracts/name-pattern.ts';
import type { Catalogs } from '../host/catalogs.ts';
import { mapBounded } from '../host/map-bounded.ts';
import type { DynamicRead, MatchingSecrets } from './change-report.ts';

/** Whether a read with a dynamic name may read the secret. */
export function mayRead({ patterns }: Pick<DynamicRead, 'patterns'>, secret: string): boolean {
  return patterns.length === 0 || patterns.some((pattern) => fitsPattern(secret, pattern));
}

/** Adds the known secrets whose names match, because a reviewer cannot look them up. */
export async function withMatchingSecrets(
  reads: readonly DynamicRead[],
  catalogs: Catalogs,
): Promise<readonly DynamicRead[]> {
  return mapBounded(reads, async (read) => {
    if (read.patterns.length === 0) return read;
    const { catalog } = await catalogs(read.agent);
    return catalog === undefined ? read : { ...read, matching: matchingSecrets(read, catalog) };
  });
}

const most = 5;

function matchingSecrets(read: DynamicRead, { secrets }: AgentCatalog): MatchingSecrets {
  const matching = secrets.filter(({ name }) => mayRead(read, name)).toSorted(byAccess);
  return {
    secrets: matching.slice(0, most).map(({ name, access }) => ({ secret: name, access })),
    more: Math.max(0, matching.length - most),
  };
}

type Secret = AgentCatalog['secrets'][number];

function byAccess(one: Secret, other: Secret): number {
  if (one.access !== other.access) return one.access === 'missing' ? -1 : 1;
  return one.name < other.name ? -1 : 1;
}
