import { ofUses } from './checks.ts';
import type { Rule, RuleDocumentation } from './rule.ts';

/** Reads from the vault are fast, so a copy only delays rotation. */
export const secretCached: Rule = {
  id: 'secret-cached',
  severity: 'information',
  summary: 'The value of a secret is kept in a module variable.',
  needs: 'code',
  attention: 'misused',
  fixes: ['ignore-rule'],
  check: ofUses('cache', (translate, words) =>
    translate(
      'The value of {whose} stays in the module, where a rotation or revocation does not reach it. Read the secret in each call.',
      words,
    ),
  ),
};

export const documentation: RuleDocumentation = {
  why: 'A module variable lives as long as its process. After a rotation or revocation, the process keeps using the old value until it restarts.',
  bad:
    'TOKENS = {}\n\n\ndef token(conv):\n    if "t" not in TOKENS:\n' +
    '        TOKENS["t"] = conv.utils.get_secret("stripe_api_key")\n    return TOKENS["t"]',
  good: 'def token(conv):\n    return conv.utils.get_secret("stripe_api_key")',
  silent:
    'Local variables, and objects that are created in each call; attributes of other objects (`client.key = …`), but not collections in them (`client.keys["a"] = …`) if the object itself belongs to the module; notebooks and code under `if __name__ == "__main__":`, which is run by hand; collections of other libraries that may expire their entries, such as a `TTLCache`; a second name for a module variable; and a variable that the module itself reassigns below.',
};
