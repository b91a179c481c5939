import { compareNames } from '../../contracts/name-order.ts';
import type { Translate } from '../../contracts/words.ts';
import type { SecretMetadata } from '../../contracts/vault-api/secrets.ts';
import type { Done } from './one-by-one.ts';

/** The secrets that can replace those with these names: all others that are not deprecated themselves. */
export function replacementsFor<T extends Pick<SecretMetadata, 'name' | 'deprecated'>>(
  names: readonly string[],
  secrets: readonly T[],
): readonly T[] {
  return secrets
    .filter(({ name, deprecated }) => !names.includes(name) && !deprecated)
    .toSorted((one, other) => compareNames(one.name, other.name));
}

/** One sentence for the result, with what failed. */
export function deprecatedText({ succeeded, failures }: Done, t: Translate): string {
  const count = succeeded.length;
  if (failures.length > 0)
    return t('Deprecated {0} of {1} secrets. {2}', count, count + failures.length, failures.join(' '));
  return count === 1
    ? t('$(check) Secret "{0}" deprecated', succeeded[0] ?? '')
    : t('$(check) {0} secrets deprecated', count);
}

/** Like {@link deprecatedText}, after the deprecation was undone. */
export function undeprecatedText({ failures }: Done, t: Translate): string {
  return failures.length > 0 ? failures.join(' ') : t('$(check) Deprecation undone');
}
