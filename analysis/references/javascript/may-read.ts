import type { Dialect } from '../../model/reference.ts';

/** Checks the text alone. If false, there is nothing to find, or nothing of `dialect`. */
export function mayReadAnything(text: string, dialect?: Dialect): boolean {
  return (
    (dialect !== 'agent' && mayReadEnvironment(text)) || (dialect !== 'environment' && mayReadSecrets(text))
  );
}

export function mayReadEnvironment(text: string): boolean {
  return /\benv\b/.test(text) && /\bprocess\b|import\.meta/.test(text);
}

export function mayReadSecrets(text: string): boolean {
  return /\bget(?:_s|S)ecret\b/.test(text) && /\butils\b/.test(text);
}

/** Whether the text may import other files, from which values of secrets can come. */
export function importsFiles(text: string): boolean {
  return /["']\.{1,2}["'/]/.test(text);
}
