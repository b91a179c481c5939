/** Work that may be put aside after each `yield`, or dropped. */
export type InTurns<T> = Generator<undefined, T, undefined>;

export function atOnce<T>(work: InTurns<T>): T {
  let turn = work.next();
  while (turn.done !== true) turn = work.next();
  return turn.value;
}
