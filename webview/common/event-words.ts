import type { ActionOnSecret } from '../../contracts/audit-actions.ts';
import type { ShownEvent } from '../../contracts/shown-event.ts';
import { t } from './words.ts';

/** Describes what happened to a secret. Unknown actions from a newer vault are shown by their code. */
export function actionText(event: ShownEvent): string {
  return isKnown(event.action) ? texts[event.action](event) : event.action;
}

function isKnown(action: string): action is ActionOnSecret {
  return Object.hasOwn(texts, action);
}

const texts: Readonly<Record<ActionOnSecret, (event: ShownEvent) => string>> = {
  'access.change': accessText,
  'access.change-many': accessText,
  'access.expire': ({ revoked }) => t('access ended for {0}', revoked.join(', ')),
  'access.read': () => t('access list viewed'),
  'request.approve': () => t('access request approved'),
  'request.cancel': () => t('access request withdrawn'),
  'request.close': () => t('access request closed'),
  'request.create': () => t('access requested'),
  'request.decline': () => t('access request declined'),
  'request.first-approval': () => t('first of two access approvals'),
  'secret.change': () => t('details changed'),
  'secret.create': () => t('created'),
  'secret.delete': () => t('deleted'),
  'secret.deprecate': () => t('deprecation changed'),
  'secret.describe': () => t('viewed'),
  'secret.import': () => t('import of several secrets'),
  'secret.purge': () => t('permanently deleted'),
  'secret.rotate': ({ version }) =>
    version === undefined ? t('new value') : t('new value, version {0}', version),
  'secret.seal': () => t('protected against changes in the database'),
  'secret.undelete': () => t('restored'),
  'value.read': () => t('read by a function'),
  'version.list': () => t('history viewed'),
  'version.restore': ({ version }) =>
    version === undefined ? t('version restored') : t('version {0} restored', version),
};

/** Why an event was denied or failed; an empty string if it was allowed. */
export function refusalText({ decision, code }: ShownEvent): string {
  if (decision === 'allowed') return '';
  const word = decision === 'denied' ? t('denied') : t('failed');
  return code === undefined ? word : `${word}: ${codeText(code)}`;
}

/** Codes that need no explanation are shown unchanged. */
function codeText(code: string): string {
  switch (code) {
    case 'MissingAccess':
      return t('the agent had no access');
    case 'Forbidden':
      return t('the role does not allow it');
    case 'VersionConflict':
      return t('someone else had changed it');
    case 'CredentialExpired':
      return t('the key had expired or was revoked');
    case 'SecretNotFound':
      return t('the secret did not exist');
    default:
      return code;
  }
}

function accessText({ granted, revoked }: ShownEvent): string {
  const parts = [
    ...(granted.length > 0 ? [t('granted to {0}', granted.join(', '))] : []),
    ...(revoked.length > 0 ? [t('revoked from {0}', revoked.join(', '))] : []),
  ];
  return parts.length > 0 ? parts.join('; ') : t('access list saved unchanged');
}
