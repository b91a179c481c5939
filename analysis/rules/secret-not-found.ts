import { nameProblem } from '../../contracts/secret.ts';
import type { KnownAgent } from '../catalog/known-agent.ts';
import type { Translate } from '../../contracts/words.ts';
import { ofReferences } from './checks.ts';
import { quotedNames, type Report, type Rule, type RuleDocumentation } from './rule.ts';

/** Only a complete catalog can prove that a name does not exist. */
export const secretNotFound: Rule = {
  id: 'secret-not-found',
  severity: 'warning',
  summary: 'The vault has no secret with this name.',
  needs: 'catalog',
  attention: 'access',
  fixes: ['change-to-nearest-name', 'create-secret', 'request-new-secret', 'ignore-rule'],
  aboutTypedText: true,
  check: ofReferences(({ names, caught, guarded }, known, translate, withhold) => {
    const isMissing = (name: string): boolean => nameProblem(name) === undefined && !known.index.find(name);
    if (!names.every(isMissing)) return undefined;
    if (guarded === true) return withhold('guarded');
    if (caught?.includes('SecretNotFound') === true) return withhold('caught');
    return known.index.catalog.complete ? report(names, known, translate) : withhold('catalog-incomplete');
  }),
};

export const documentation: RuleDocumentation = {
  why: 'If the account has no secret with this name, often because of a typo, the call raises `SecretNotFound` at run time.',
  bad: 'def start(conv):\n    key = conv.utils.get_secret("strpe_api_key")',
  good: 'def start(conv):\n    key = conv.utils.get_secret("stripe_api_key")',
  silent:
    'The catalog is unknown or incomplete; the name is computed at run time, or the code first tests it in a way that only run time can answer (`is_known(name)`); at least one of several possible names exists; or the code, or every known caller, catches `SecretNotFound` and continues.',
};

function report(
  names: readonly string[],
  known: KnownAgent,
  translate: Translate,
): Pick<Report, 'message' | 'suggestions'> {
  const { agent, index, requestFor } = known;
  const [name] = names;
  const suggestions = name !== undefined && names.length === 1 ? index.nearest(name) : [];
  const holes = { names: quotedNames(names, translate), agent: agent.agentName };
  const what =
    names.length === 1
      ? translate('No secret named {names} exists for {agent}.', holes)
      : translate('None of the secrets {names} exists for {agent}.', holes);
  const isRequested = names.every((wanted) => requestFor(wanted) !== undefined);
  const next = isRequested
    ? translate('Already requested; an account admin decides.')
    : remedy(suggestions[0], known, translate);
  return { message: `${what} ${next}`, suggestions };
}

/** Users who cannot create secrets are sent to those who can. Without a signed-in user, both rights are false. */
function remedy(
  nearest: string | undefined,
  { mayCreate, mayRequest }: KnownAgent,
  translate: Translate,
): string {
  if (mayRequest && !mayCreate) {
    return nearest === undefined
      ? translate('Correct the name, or request the new secret.')
      : translate('Did you mean "{name}"? Otherwise request the new secret.', { name: nearest });
  }
  return nearest === undefined
    ? translate('Correct the name, or create the secret in the vault.')
    : translate('Did you mean "{name}"? Otherwise create the secret in the vault.', { name: nearest });
}
