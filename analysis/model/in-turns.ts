/** Work that can be suspended or abandoned after each `yield`. */
export type InTurns<T> = Generator<undefined, T, undefined>;

export function runToEnd<T>(work: InTurns<T>): T {
  let turn = work.next();
  while (turn.done !== true) turn = work.next();
  return turn.value;
}
