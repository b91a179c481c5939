import type { CatalogState } from '../session/session-state.ts';

/** Whether it is certain that the agent of the catalog cannot read the secret; unknown is not certain. */
export function isNotGranted(state: CatalogState, name: string): boolean {
  if (state.kind !== 'known') return false;
  const { complete, secrets } = state.catalog;
  const secret = secrets.find((one) => one.name === name);
  return secret ? secret.access !== 'granted' : complete;
}
