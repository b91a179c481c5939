import type { Upkeep } from '../../contracts/upkeep.ts';

/**
 * Upkeep in the form that is stored and covered by the secret's MAC: JSON in a fixed order; `{}` if nothing
 * is set.
 */
export function upkeepText({ owner, labels, expiresOn, rotateEveryDays, rotateBy }: Upkeep): string {
  return JSON.stringify({ owner, labels, expiresOn, rotateEveryDays, rotateBy });
}
