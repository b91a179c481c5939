import { lastNames } from '../../libraries/project-functions.ts';
import type { Dialect } from '../../model/reference.ts';

export const vaultMethod = 'get_secret';
export const vaultFunctions: ReadonlySet<string> = new Set([
  'secret_vault',
  'get_secret_vault_custom_secret',
]);
export const agentWords: readonly string[] = [vaultMethod, ...vaultFunctions];
export const environmentWords: readonly string[] = ['environ', 'getenv'];

/** The words of which a file that reads something mentions at least one. */
export function readingWords(readers: readonly string[]): readonly string[] {
  return [...agentWords, ...environmentWords, ...lastNames(readers)];
}

/**
 * Checks the text alone. If false, there is nothing to find, or nothing of `dialect`. `readers` are from the
 * settings.
 */
export function mayReadAnything(readers: readonly string[]): (text: string, dialect?: Dialect) => boolean {
  const mayRead = {
    agent: anyWord([...agentWords, ...lastNames(readers)]),
    environment: anyWord(environmentWords),
    either: anyWord(readingWords(readers)),
  };
  return (text, dialect) => mayRead[dialect ?? 'either'].test(text);
}

/** Matches only whole words, because `environment` occurs in twice as many files as `environ`. */
function anyWord(words: readonly string[]): RegExp {
  return new RegExp(String.raw`(?<![\w$])(?:${words.join('|')})(?![\w$])`);
}
