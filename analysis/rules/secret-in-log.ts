import { ofUses } from './checks.ts';
import type { Rule, RuleDocumentation } from './rule.ts';

/** Logs are read, copied and stored by people and systems that must not see the value. */
export const secretInLog: Rule = {
  id: 'secret-in-log',
  severity: 'warning',
  summary: 'The value of a secret reaches a log, the screen or the message of an exception.',
  needs: 'code',
  attention: 'misused',
  fixes: ['leave-out-of-log', 'mask-in-log', 'ignore-rule'],
  check: ofUses('log', (translate, words) =>
    translate(
      'The value of {whose} reaches {sink}. Leave it out; if it ran already, rotate the secret.',
      words,
    ),
  ),
};

export const documentation: RuleDocumentation = {
  why: 'Logs are kept for months and read by people and systems that are on no access list. A value that was logged must be rotated.',
  bad: 'def start(conv):\n    key = conv.utils.get_secret("stripe_api_key")\n    conv.log.info(f"key is {key}")',
  good: 'def start(conv):\n    key = conv.utils.get_secret("stripe_api_key")\n    conv.log.info("key loaded", length=len(key))',
  silent:
    'The length of the value, whether it is set, its field names, a few of its characters or its hash; fields whose names do not look like credentials (`brand`, `token_url`, `client_id`); a value that was masked or removed (`creds["key"] = "***"`, `.replace(key, …)`), also in a helper or by one of your `sanitizers`, unless another credential of the same secret remains; a value that is known to be empty (`if not key:`); and a dictionary that code which cannot be followed may have changed. Passing the value to a request or an unknown function counts as normal use. A value that arrives on some runs only, such as in one of two branches, is reported.',
};
