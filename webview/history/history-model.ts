import type { HistoryEvent } from '../../contracts/history-messages.ts';
import { t } from '../common/words-model.ts';

/** What happened, in words; an action of a newer vault is shown by its code. */
export function actionText({ action, version, granted, revoked }: HistoryEvent): string {
  switch (action) {
    case 'secret.create':
      return t('created');
    case 'secret.rotate':
      return version === undefined ? t('new value') : t('new value, version {0}', version);
    case 'secret.change':
      return t('description changed');
    case 'secret.deprecate':
      return t('deprecation changed');
    case 'secret.delete':
      return t('deleted');
    case 'secret.undelete':
      return t('brought back');
    case 'secret.describe':
      return t('looked at');
    case 'version.list':
      return t('history looked at');
    case 'version.restore':
      return version === undefined ? t('version restored') : t('version {0} restored', version);
    case 'access.read':
      return t('access list looked at');
    case 'access.change':
    case 'access.change-many':
      return accessText(granted, revoked);
    case 'value.read':
      return t('read by a function');
    case 'request.create':
      return t('access requested');
    case 'request.approve':
      return t('access request approved');
    case 'request.decline':
      return t('access request declined');
    default:
      return action;
  }
}

export function decisionText(decision: HistoryEvent['decision']): string {
  if (decision === 'allowed') return t('allowed');
  return decision === 'denied' ? t('denied') : t('failed');
}

function accessText(granted: readonly string[], revoked: readonly string[]): string {
  const parts = [
    ...(granted.length > 0 ? [t('granted to {0}', granted.join(', '))] : []),
    ...(revoked.length > 0 ? [t('revoked from {0}', revoked.join(', '))] : []),
  ];
  return parts.length > 0 ? parts.join('; ') : t('access list saved unchanged');
}
