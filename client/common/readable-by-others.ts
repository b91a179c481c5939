import { looksLikeCredential } from '../../contracts/credential-shape.ts';
import type { Translate } from '../../contracts/words.ts';

/** Why the vault would reject this text, which others can read. Never repeats the text. */
export function readableProblem(text: string, limit: number, t: Translate): string | undefined {
  if (text.length > limit) return t('At most {0} characters.', limit);
  return looksLikeCredential(text)
    ? t('This looks like a credential, but others can read this text. Remove it.')
    : undefined;
}
