import { ofUses } from './checks.ts';
import type { Rule, RuleDocumentation } from './rule.ts';

/** The vault cannot control a value that outlives the call. */
export const secretInState: Rule = {
  id: 'secret-in-state',
  severity: 'warning',
  summary: 'The value of a secret is stored in the state, memory or metrics of a conversation.',
  needs: 'code',
  attention: 'misused',
  fixes: ['ignore-rule'],
  check: ofUses('state', (translate, words) =>
    translate(
      'The value of {whose} is stored in {sink}, where it outlives the call. Read the secret where it is needed.',
      words,
    ),
  ),
};

export const documentation: RuleDocumentation = {
  why: 'Conversation state is kept and shown after the call, and metrics go to reports. A value stored there survives rotation and revocation, and everyone who opens the conversation can see it.',
  bad: 'def start(conv):\n    conv.state["key"] = conv.utils.get_secret("stripe_api_key")',
  good: 'def start(conv):\n    conv.state["has_key"] = bool(conv.utils.get_secret("stripe_api_key"))',
  silent:
    'Results made with the value, such as the response to a request, and fields whose names do not look like credentials.',
};
