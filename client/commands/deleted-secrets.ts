import type { SecretMetadata } from '../../contracts/vault-api/secrets.ts';
import type { Translate } from '../../contracts/words.ts';
import type { Done } from './one-by-one.ts';

/** A row in the list of deleted secrets. */
export interface DeletedChoice {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly secret: SecretMetadata;
}

interface Texts {
  readonly t: Translate;
  /** Formats a time: "3 hours ago". */
  readonly ageOf: (time: string) => string;
  /** Formats a time: "28 Nov 2026, 14:00". */
  readonly dateOf: (time: string) => string;
}

/** The deleted secrets of a list that also contains others, the latest deletion first. */
export function restorable(secrets: readonly SecretMetadata[]): readonly SecretMetadata[] {
  return secrets
    .filter(({ deletedAt }) => deletedAt !== undefined)
    .toSorted((a, b) => (b.deletedAt ?? '').localeCompare(a.deletedAt ?? ''));
}

export function deletedChoices(
  secrets: readonly SecretMetadata[],
  { t, ageOf, dateOf }: Texts,
): readonly DeletedChoice[] {
  return secrets.map((secret) => {
    const { name, description, agentIds, deletedAt = '', purgeAfter } = secret;
    const parts = [
      ...(purgeAfter === undefined ? [] : [t('Can be restored until {0}', dateOf(purgeAfter))]),
      readersText(agentIds.length, t),
      ...(description === '' ? [] : [description]),
    ];
    return {
      label: name,
      description: t('deleted {0}', ageOf(deletedAt)),
      detail: parts.join(' · '),
      secret,
    };
  });
}

/** One sentence for the result, with what failed. */
export function restoredText({ succeeded, failures }: Done, t: Translate): string {
  const count = succeeded.length;
  if (failures.length > 0)
    return t('Restored {0} of {1} secrets. {2}', count, count + failures.length, failures.join(' '));
  return count === 1
    ? t('$(check) Secret "{0}" restored', succeeded[0] ?? '')
    : t('$(check) {0} secrets restored', count);
}

function readersText(count: number, t: Translate): string {
  if (count === 0) return t('no agent could read it');
  return count === 1 ? t('1 agent could read it') : t('{0} agents could read it', count);
}
