import { looksLikeCredential } from '../../contracts/credential-shape.ts';
import { limits } from '../../contracts/secret.ts';
import type { Translate } from '../../contracts/words.ts';

/** Why the vault would reject this text, which others can read. Never repeats the text. */
export function readableProblem(text: string, limit: number, t: Translate): string | undefined {
  if (text.length > limit) return t('At most {0} characters.', limit);
  return looksLikeCredential(text)
    ? t('This looks like a credential, but others can read this text. Remove it.')
    : undefined;
}

/** Why the vault would reject this name of a person or a key. */
export function readableNameProblem(text: string, t: Translate): string | undefined {
  return text.trim() === '' ? t('Enter a name.') : readableProblem(text, limits.nameLength, t);
}
