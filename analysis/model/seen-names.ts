import type { SecretReference } from './reference.ts';

/** The names with which a read was seen while code was followed. */
export interface SeenName {
  readonly texts: ReadonlySet<string>;
  /** False if the name could also be something that is not followed. */
  readonly isWhole: boolean;
}

/** What was seen of the names that are not written at their reads. */
export type SeenNames = ReadonlyMap<SecretReference, SeenName>;

/** Whether following the code can contradict the names of a reference. */
export function canBeContradicted({ dialect, literal, dynamic, invalid }: SecretReference): boolean {
  return dialect === 'agent' && literal === undefined && !dynamic && invalid === undefined;
}
