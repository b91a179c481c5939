import type { SecretReference } from './reference.ts';

/**
 * The names with which reads were seen while code was followed, except for those that are written at their reads.
 * There may be others.
 */
export type SeenNames = ReadonlyMap<SecretReference, ReadonlySet<string>>;

/** Whether following the code can contradict the names of a reference. */
export function canBeContradicted({ dialect, literal, dynamic, invalid }: SecretReference): boolean {
  return dialect === 'agent' && literal === undefined && !dynamic && invalid === undefined;
}
