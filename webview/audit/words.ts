import type { OtherAction } from '../../contracts/audit-actions.ts';
import type { Pruned, Verdict } from '../../contracts/audit-messages.ts';
import type { ShownEvent } from '../../contracts/shown-event.ts';
import { localTime } from '../common/access-words.ts';
import { actionText } from '../common/event-words.ts';
import { t } from '../common/words.ts';

/** Describes any event of the account; its subject is shown next to it. */
export function whatText(event: ShownEvent): string {
  return isOther(event.action) ? others[event.action](event) : actionText(event);
}

function isOther(action: string): action is keyof typeof others {
  return Object.hasOwn(others, action);
}

/** Views and operator actions are shown as codes, which the documentation uses too. */
const others = {
  'account.assistants-off': () => t('assistants turned off'),
  'account.assistants-on': () => t('assistants turned on'),
  'account.change': () => t('account settings changed'),
  'account.create': () => t('account created'),
  'account.second-approver-off': () => t('second approver turned off'),
  'account.second-approver-on': () => t('second approver turned on'),
  'agent.change': () => t('agent changed'),
  'agent.create': () => t('agent created'),
  'agent.delete': () => t('agent deleted'),
  'agent.sign-in': () => t('agent signed in'),
  'assistant.use': () => t('used by an assistant'),
  'audit.prune': () => t('old events removed from the audit log'),
  'audit.verify': () => t('audit log verified'),
  'environment.change': () => t('environment secret changed'),
  'environment.create': () => t('environment secret created'),
  'environment.delete': () => t('environment secret deleted'),
  'environment.read': () => t('environment secrets read by a program'),
  'identity.create': () => t('workload identity added'),
  'identity.remove': () => t('workload identity removed'),
  'sandbox.end': () => t('sandbox session ended'),
  'sandbox.expire': () => t('sandbox session expired'),
  'sandbox.start': () => t('sandbox session started'),
  'sign-in': () => t('signed in'),
  'sign-out': () => t('signed out'),
  'token.expire': () => t('token expired'),
  'token.issue': () => t('token issued'),
  'token.revoke': () => t('token revoked'),
  'token.revoke-many': () => t('several tokens revoked'),
  'token.use': () => t('token used'),
  'token.uses-refused': ({ count }) =>
    count === undefined ? t('uses of a token') : t('uses of a token: {0}', count),
  'user.change': () => t('user changed'),
  'user.create': () => t('user created'),
} satisfies Readonly<Partial<Record<OtherAction, (event: ShownEvent) => string>>>;

/** The result of verifying the whole log. */
export function verdictText({ intact, entries, checkpoints, fault, pruned }: Verdict): string {
  if (!intact) {
    const place = fault === undefined ? '' : ` ${t('Event {0}: {1}.', fault.seq, fault.what)}`;
    return `${t('The audit log is NOT intact. Only the first {0} events can be trusted.', entries)}${place}`;
  }
  const text = t('The audit log is intact: {0} events, {1} signed checkpoints.', entries, checkpoints);
  return pruned === undefined ? text : `${text} ${prunedText(pruned)}`;
}

export function prunedText({ through, lastAt }: Pruned): string {
  return t('Events 1 to {0}, until {1}, are only in the vault’s archive.', through, localTime(lastAt));
}
