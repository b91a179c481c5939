import { ofUses } from './checks.ts';
import type { Rule, RuleDocumentation } from './rule.ts';

/** The model may repeat anything it reads to anyone. */
export const secretToModel: Rule = {
  id: 'secret-to-model',
  severity: 'warning',
  summary: 'The value of a secret reaches the language model.',
  needs: 'code',
  attention: 'misused',
  fixes: ['ignore-rule'],
  check: ofUses('model', (translate, words) =>
    translate(
      'The value of {whose} reaches the model through {sink}. Return what the caller needs to know instead.',
      words,
    ),
  ),
};

export const documentation: RuleDocumentation = {
  why: 'The model reads what a function returns to the platform and what `conv.say` says. It may repeat a value to the caller, and the transcript keeps it.',
  bad:
    '@func_description("Looks up the booking")\ndef lookup(conv):\n' +
    '    key = conv.utils.get_secret("stripe_api_key")\n    return f"Looked up with {key}"',
  good:
    '@func_description("Looks up the booking")\ndef lookup(conv):\n' +
    '    key = conv.utils.get_secret("stripe_api_key")\n    return booking_with(key)["status"]',
  silent:
    'A `return` in a function that is not described to the model (`func_description`, `func_parameter`), because such a helper may return the value to other code; and fields whose names do not look like credentials (`brand`).',
};
