import { ofUses } from './of-uses.ts';
import type { Rule, RuleDocumentation } from './rule.ts';

/** The vault answers quickly; a copy only makes rotation late. */
export const secretCached: Rule = {
  id: 'secret-cached',
  severity: 'information',
  summary: 'The value of a secret is kept in the module.',
  check: ofUses('cache', (say, told) =>
    say(
      'The value of {whose} stays in the module, where a rotation or revocation does not reach it. Read the secret in each call.',
      told,
    ),
  ),
};

export const documentation: RuleDocumentation = {
  why:
    'A variable of the module lives as long as its process. After a rotation or a revocation the old ' +
    'value is still used, until somebody restarts it.',
  bad:
    'TOKENS = {}\n\n\ndef token(conv):\n    if "t" not in TOKENS:\n' +
    '        TOKENS["t"] = conv.utils.get_secret("stripe_api_key")\n    return TOKENS["t"]',
  good: 'def token(conv):\n    return conv.utils.get_secret("stripe_api_key")',
  silent:
    'Variables of a function and attributes of an object end with the call. Notebooks and what stands ' +
    'under `if __name__ == "__main__":` run for a person. Collections of other libraries, such as a ' +
    '`TTLCache`, may forget by themselves. One more name for a variable of the module says nothing new, and ' +
    'a variable that the module itself sets anew below keeps nothing.',
};
