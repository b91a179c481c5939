import type { CompletionTarget } from '../languages/language.ts';

/** `name` as it has to be written at the target: escaped, and in quotes where there are none yet. */
export function writtenAt(target: CompletionTarget, name: string): string {
  const { quote, quoted } = target;
  const escaped = quote === '' ? name : escapedFor(name, quote);
  return quoted ? escaped : `${quote}${escaped}${quote}`;
}

/** The content of a string literal between such quotes. */
export function escapedFor(name: string, quote: string): string {
  return name.replaceAll('\\', String.raw`\\`).replaceAll(quote, `\\${quote}`);
}
