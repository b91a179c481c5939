import { ofUses } from './of-uses.ts';
import type { Rule, RuleDocumentation } from './rule.ts';

/** What outlives the call is out of the vault's hands. */
export const secretInState: Rule = {
  id: 'secret-in-state',
  severity: 'warning',
  summary: 'The value of a secret is stored in the state, memory or metrics of a conversation.',
  check: ofUses('state', (say, told) =>
    say(
      'The value of {whose} is stored in {sink}, where it outlives the call. Read the secret where it is needed.',
      told,
    ),
  ),
};

export const documentation: RuleDocumentation = {
  why:
    'The state of a conversation is kept and shown after the call, and metrics go to reports. A value ' +
    'that is stored there outlives rotation and revocation, and everybody who opens the conversation sees it.',
  bad: 'def start(conv):\n    conv.state["key"] = conv.utils.get_secret("stripe_api_key")',
  good: 'def start(conv):\n    conv.state["has_key"] = bool(conv.utils.get_secret("stripe_api_key"))',
  silent:
    'What is made with the value, the answer of a request for instance, may be stored, and so may fields ' +
    'whose names are not those of credentials.',
};
