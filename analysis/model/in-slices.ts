/** Work that can be suspended or abandoned after each `yield`. */
export type InSlices<T> = Generator<undefined, T, undefined>;

export function runToEnd<T>(work: InSlices<T>): T {
  let turn = work.next();
  while (turn.done !== true) turn = work.next();
  return turn.value;
}
