import { isObjectOf, isText, isTextRecord, isTexts, optional, parseJson } from '../contracts/guards.ts';

/** What the editor asks the program it started in a terminal to run. */
export interface Order {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Contain values: for the environment of the program only. */
  readonly variables: Readonly<Record<string, string>>;
  /** Printed before the program starts, one per line. */
  readonly notes: readonly string[];
  readonly words: {
    readonly notFound: string;
    readonly notStarted: string;
  };
  /** Printed at the end, before any key closes the terminal; undefined for a shell, which just ends. */
  readonly goodbye?: string;
}

/** Parses an order received over the socket; `undefined` if it is not valid. */
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
