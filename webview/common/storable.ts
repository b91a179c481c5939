import { looksLikeCredential } from '../../contracts/credential-shape.ts';

/** The text as it may be stored with a draft: a credential in the wrong input is never stored. */
export function storable(text: string): string {
  return looksLikeCredential(text) ? '' : text;
}
