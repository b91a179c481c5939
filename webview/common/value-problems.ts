import { looksLikeCredential } from '../../contracts/credential-shape.ts';
import { limits } from '../../contracts/secret.ts';
import { t } from './words.ts';

export type ReadValue = (inputId: string) => string;

export function tooLarge(value: string): string | undefined {
  if (bytesOf(value) <= limits.valueBytes) return undefined;
  return t('The value is larger than {0} KiB. Shorten it.', limits.valueBytes / 1024);
}

export function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

export function descriptionProblem(description: string): string | undefined {
  const excess = description.trim().length - limits.descriptionLength;
  return excess > 0
    ? t('The description is too long. Characters over the limit: {0}.', excess)
    : credentialProblem(description);
}

/** Never repeats the credential. */
export function credentialProblem(description: string): string | undefined {
  return looksLikeCredential(description)
    ? t(
        'The description contains a credential, but is visible to everyone. Remove it, and enter it as the value.',
      )
    : undefined;
}

/** A remark about a value that was probably pasted by mistake. */
export function valueRemark(value: string): string | undefined {
  if (value === '' || value === value.trim()) return undefined;
  return t('The value starts or ends with a space or line break. It will be stored as is.');
}
