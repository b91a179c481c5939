import { ofUses } from './of-uses.ts';
import type { Rule, RuleDocumentation } from './rule.ts';

/** Logs are read, copied and kept by people and systems that must not know the value. */
export const secretInLog: Rule = {
  id: 'secret-in-log',
  severity: 'warning',
  summary: 'The value of a secret reaches a log, the screen or the text of an exception.',
  check: ofUses('log', (say, told) =>
    say('The value of {whose} reaches {sink}. Leave it out; if it ran already, rotate the secret.', told),
  ),
};

export const documentation: RuleDocumentation = {
  why:
    'Logs are kept for months and read by people and systems that are on no access list. A value that ' +
    'stands in one has to be rotated.',
  bad: 'def start(conv):\n    key = conv.utils.get_secret("stripe_api_key")\n    conv.log.info(f"key is {key}")',
  good: 'def start(conv):\n    key = conv.utils.get_secret("stripe_api_key")\n    conv.log.info("key loaded", length=len(key))',
  silent:
    'Its length, whether it is set, the names of its fields, a few letters of it and a hash may be ' +
    'logged, and so may fields whose names are not those of credentials (`brand`, `token_url`, `client_id`), ' +
    'and a text from which `.replace(key, …)` took it, and what the code found empty (`if not key:`). Nothing is said of a dictionary that other code may ' +
    'have changed before, nor of a loop that chooses. Passing the value to a request or to an unknown ' +
    'function is use.',
};
