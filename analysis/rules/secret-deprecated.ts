import type { CatalogSecret } from '../../contracts/catalog.ts';
import { ofReferences } from './checks.ts';
import { quotedNames, type Rule, type RuleDocumentation } from './rule.ts';

/** The owner of the secret marked it as deprecated. */
export const secretDeprecated: Rule = {
  id: 'secret-deprecated',
  severity: 'information',
  summary: 'The secret is deprecated.',
  needs: 'catalog',
  attention: 'deprecated',
  fixes: ['replace-deprecated', 'ignore-rule'],
  check: ofReferences(({ names }, { index }, translate) => {
    const secrets = names.map((name) => index.find(name));
    if (!secrets.every((secret) => secret?.deprecated !== undefined)) return undefined;
    const replacements = secrets.flatMap((secret) => replacementOf(secret) ?? []);
    const holes = { names: quotedNames(names, translate) };
    const what =
      names.length === 1
        ? translate('The secret {names} is deprecated.', holes)
        : translate('The secrets {names} are deprecated.', holes);
    const next =
      replacements.length === 0
        ? translate('Ask its owner what to use instead.')
        : translate('Use {names} instead.', { names: quotedNames([...new Set(replacements)], translate) });
    return {
      message: `${what} ${next}`,
      suggestions: names.length === 1 ? replacements : [],
      deprecated: true,
    };
  }),
};

export const documentation: RuleDocumentation = {
  why: 'A deprecated secret still works but will be removed. Its owner may have named a replacement.',
  bad: 'def start(conv):\n    key = conv.utils.get_secret("stripe_old_key")  # replaced by "stripe_api_key"',
  good: 'def start(conv):\n    key = conv.utils.get_secret("stripe_api_key")',
  silent: 'At least one of several possible names is not deprecated, or is unknown.',
};

function replacementOf(secret: CatalogSecret | undefined): string | undefined {
  const replacement = secret?.deprecated?.replacement;
  return replacement === undefined || replacement === secret?.name ? undefined : replacement;
}
