/**
 * What code has to choose for a value to arise, as in one item of a loop or one call of a function. Values that
 * need different alternatives of one choice never occur together.
 */
export type Choices = ReadonlyMap<string, number | string>;

const none: Choices = new Map();

/** Chosen at another time, so that nothing is known about what else was chosen then. */
export const atAnotherTime: Choices = new Map([['', '']]);

/** A value with the choices that lead to it. */
interface Chosen {
  readonly choices?: Choices;
}

/** Undefined if the choices exclude each other. */
export function together(left: Choices = none, right: Choices = none): Choices | undefined {
  if (left.size === 0 || left === right) return right;
  for (const [what, taken] of right) if ((left.get(what) ?? taken) !== taken) return undefined;
  return right.size === 0 ? left : new Map([...left, ...right]);
}

/** The choices of a part of `whole`, which may have been created at another time. */
export function partOf<T extends Chosen>(part: T, { choices: outer }: Chosen): T {
  if (outer === undefined) return part;
  const choices = outer.has('') ? outer : together(outer, part.choices);
  return { ...part, choices: choices ?? new Map([...outer, ...atAnotherTime]) };
}

/** A value that arises only if `taken` is chosen for `what`. */
export function chosen<T extends Chosen>(one: T, what: string | undefined, taken: number | string): T {
  return what === undefined ? one : partOf(one, { choices: new Map([[what, taken]]) });
}

/** Different for different choices. */
export function keyOfChoices({ choices }: Chosen): string {
  return choices === undefined ? '' : JSON.stringify([...choices]);
}
