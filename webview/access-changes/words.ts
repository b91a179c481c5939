import type { AddedSuppression, CatalogDifference, NeededSecret } from '../../contracts/changes.ts';
import { t } from '../common/words.ts';

export function accessText(access: NeededSecret['access']): string {
  switch (access) {
    case 'granted':
      return t('granted');
    case 'missing':
      return t('not granted');
    case 'nonexistent':
      return t('does not exist');
    case 'unknown':
      return t('access unknown');
  }
}

export function catalogText(change: CatalogDifference['change']): string {
  switch (change) {
    case 'granted':
      return t('granted');
    case 'revoked':
      return t('revoked');
    case 'created':
      return t('created');
    case 'deleted':
      return t('deleted');
    case 'deprecated':
      return t('deprecated');
    case 'changed':
      return t('changed');
  }
}

export function suppressedRules({ rules }: AddedSuppression): string {
  return rules.length === 0 ? t('all rules') : rules.join(', ');
}

/** A summary for the reviewer, in one sentence. */
export function summary(needs: readonly NeededSecret[]): string {
  const missing = needs.filter(({ access }) => access !== 'granted').length;
  if (needs.length === 0) return t('This branch needs no additional secrets.');
  const needed =
    needs.length === 1 ? t('This branch needs 1 secret.') : t('This branch needs {0} secrets.', needs.length);
  return missing === 0 ? needed : `${needed} ${t('{0} not granted yet.', missing)}`;
}
