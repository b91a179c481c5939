import type { CatalogState } from '../session/session-state.ts';

/** Whether the catalog proves that its agent cannot read the secret; false if unknown. */
export function isNotGranted(state: CatalogState, name: string): boolean {
  if (state.kind !== 'known') return false;
  const { complete, secrets } = state.catalog;
  const secret = secrets.find((one) => one.name === name);
  return secret ? secret.access !== 'granted' : complete;
}
