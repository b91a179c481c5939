import type { ClaimCondition, ClaimPath } from '../../contracts/vault-api/workloads.ts';
import { type Claims, claimAt } from './signed-token.ts';

/**
 * The claims that do not have the required value. A list or number never matches a string that looks like it.
 */
export function mismatches(conditions: readonly ClaimCondition[], claims: Claims): readonly string[] {
  return conditions
    .filter((condition) => !holds(condition, claimAt(claims, condition.claim)))
    .map(({ claim }) => nameOf(claim));
}

function holds(condition: ClaimCondition, value: unknown): boolean {
  if (typeof value !== 'string') return false;
  return 'equals' in condition ? value === condition.equals : value.startsWith(condition.startsWith);
}

/** A claim in a readable form. */
export function nameOf(claim: ClaimPath): string {
  return typeof claim === 'string' ? claim : claim.join(' > ');
}

/** Whether one of the conditions requires an exact value for one of these claims. */
export function isIdentified(conditions: readonly ClaimCondition[], by: readonly ClaimPath[]): boolean {
  const keys = new Set(by.map((claim) => JSON.stringify([claim].flat())));
  return conditions.some(
    (condition) => 'equals' in condition && keys.has(JSON.stringify([condition.claim].flat())),
  );
}
