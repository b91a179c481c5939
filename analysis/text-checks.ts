/**
 * Checks that need only the text of a source file. A second entry point of the analysis, for workers that
 * scan thousands of files and need nothing else.
 */
import { mayHoldCredentials } from './hardcoded/may-hold-credentials.ts';
import type { Dialect } from './model/reference.ts';
import { mayReadAnything as scriptMayRead } from './references/javascript/may-read.ts';
import { mayReadAnything as pythonMayRead } from './references/python/may-read.ts';

export { readingWords as pythonReadingWords } from './references/python/may-read.ts';
export { isWordCode } from './project/counted-words.ts';
export { decodeSource, utf16Of } from './source/decode-source.ts';
export { languageOf } from './source/language-id.ts';
export { loadsVariables } from './syntax/environment-variables.ts';

/** Whether code may read secrets, for Python and scripts. `readers` are from the settings of all files. */
export function createMayRead(
  readers: readonly string[],
): (text: string, languageId: string, dialect?: Dialect) => boolean {
  const python = pythonMayRead(readers);
  const script = scriptMayRead(readers);
  return (text, languageId, dialect) => (languageId === 'python' ? python : script)(text, dialect);
}

/** Whether a text without references may have findings: credentials, or suppressions of nothing. */
export function mayMatter(text: string): boolean {
  return text.includes('agent-secrets:') || mayHoldCredentials(text);
}
