import { lastNames } from '../../libraries/project-functions.ts';
import type { Dialect } from '../../model/reference.ts';

/**
 * Checks the text alone. If false, there is nothing to find, or nothing of `dialect`. `readers` are from the
 * settings.
 */
export function mayReadAnything(readers: readonly string[]): (text: string, dialect?: Dialect) => boolean {
  return (text, dialect) =>
    (dialect !== 'agent' && mayReadEnvironment(text)) ||
    (dialect !== 'environment' && mayReadSecrets(text, readers));
}

export function mayReadEnvironment(text: string): boolean {
  return /\benv\b/.test(text) && /\bprocess\b|import\.meta/.test(text);
}

export function mayReadSecrets(text: string, readers: readonly string[]): boolean {
  const isUsual = /\bget(?:_s|S)ecret\b/.test(text) && /\butils\b/.test(text);
  return isUsual || lastNames(readers).some((word) => text.includes(word));
}

/** Whether the text may import other files, from which values of secrets can come. */
export function importsFiles(text: string): boolean {
  return /["']\.{1,2}["'/]/.test(text);
}
