import { type Due, isOverdue } from '../../contracts/due.ts';
import type { Translate } from '../../contracts/words.ts';
import { ofReferences } from './checks.ts';
import { quotedNames, type Rule, type RuleDocumentation } from './rule.ts';

/** The recorded expiry of a value is near or past, or its rotation is overdue. */
export const secretExpiring: Rule = {
  id: 'secret-expiring',
  // A date must not break a build in which nothing has changed.
  severity: 'information',
  summary: 'The value of the secret expires soon or is overdue for rotation.',
  needs: 'catalog',
  attention: 'due',
  fixes: ['rotate-secret', 'ignore-rule'],
  check: ofReferences(({ names }, { index, dueOf }, translate) => {
    const secrets = names.map((name) => index.find(name));
    const dues = secrets.flatMap((secret) => (secret?.access === 'granted' ? (dueOf(secret) ?? []) : []));
    const [due] = dues;
    // A rotation that is only near is a reminder for admins, not a problem of the code.
    if (due === undefined || dues.length < names.length) return undefined;
    if (!dues.every((one) => one.what === 'expiry' || isOverdue(one))) return undefined;
    const what =
      names.length === 1
        ? sentenceOf(due, quotedNames(names, translate), translate)
        : translate('The values of the secrets {names} expire soon or are overdue for rotation.', {
            names: quotedNames(names, translate),
          });
    return { message: `${what} ${translate('An account admin can set a new value.')}` };
  }),
};

export const documentation: RuleDocumentation = {
  why: 'An admin recorded when the value stops working at the service, or how often to rotate it. Once the value has expired, the function fails, even though its code has not changed.',
  bad: 'def start(conv):\n    key = conv.utils.get_secret("stripe_trial_key")  # expires on 2026-12-01',
  good: 'def start(conv):\n    key = conv.utils.get_secret("stripe_api_key")  # or an admin sets a new value for the other one',
  silent:
    'No date is recorded, or it is more than 30 days away. Rotations are reported only when they are overdue. At least one of several possible names is not concerned. The agent cannot read the secret, which other rules report.',
};

function sentenceOf(due: Due, names: string, translate: Translate): string {
  const holes = { names, date: due.date };
  if (due.what === 'rotation')
    return translate('The value of the secret {names} was due for rotation by {date}.', holes);
  return isOverdue(due)
    ? translate('The value of the secret {names} expired on {date}.', holes)
    : translate('The value of the secret {names} expires on {date}.', holes);
}
