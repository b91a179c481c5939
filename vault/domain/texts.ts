import { ProblemError } from '../errors.ts';

/**
 * Texts are stored in UTF-8: half a character cannot be, and U+0000 not in every storage.
 * @throws ProblemError `InvalidInput`
 */
export function requireText(text: string | undefined, what: string): void {
  if (text === undefined || isStorable(text)) return;
  throw new ProblemError('InvalidInput', `${what} holds characters that are no text.`);
}

/** Whether a text can be stored; what cannot be names nothing. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}
