import type { NamedEnvironment } from '../../contracts/environments.ts';

/**
 * A naming rule in the form that is stored and covered by the account's MAC: JSON in a fixed order; `[]` if
 * there is none.
 */
export function environmentsText(environments: readonly NamedEnvironment[]): string {
  return JSON.stringify(environments.map(({ name, suffix }) => ({ name, suffix })));
}
