import { ProblemError } from '../../errors/errors.ts';

/**
 * Texts are stored in UTF-8, which cannot represent half a character, and not every storage supports U+0000.
 * @throws ProblemError `InvalidInput`
 */
export function requireText(text: string | undefined, what: string): void {
  if (text === undefined || isStorable(text)) return;
  throw new ProblemError('InvalidInput', `${what} contains characters that are not allowed.`);
}

/** Whether a text can be stored; otherwise it cannot be a name. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}
