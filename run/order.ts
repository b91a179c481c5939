import { isObjectOf, isText, isTextRecord, isTexts, optional, parseJson } from '../contracts/guards.ts';

/** What the editor tells the program that it started in a terminal to run. */
export interface Order {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Hold values: for the environment of the program alone. */
  readonly variables: Readonly<Record<string, string>>;
  /** Told before the program starts, a line each. */
  readonly notes: readonly string[];
  readonly words: {
    readonly notFound: string;
    readonly notStarted: string;
  };
  /** What is said at the end, before any key closes the terminal; absent for a shell, which just ends. */
  readonly goodbye?: string;
}

/** An order as it came over the wire; `undefined` when it is none. */
export function parseOrder(text: string): Order | undefined {
  const value = parseJson(text);
  return isOrder(value) ? value : undefined;
}

const isOrder = isObjectOf<Order>({
  command: isText,
  args: isTexts,
  cwd: isText,
  variables: isTextRecord,
  notes: isTexts,
  words: isObjectOf({ notFound: isText, notStarted: isText }),
  goodbye: optional(isText),
});
