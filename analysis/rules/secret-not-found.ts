import { nameProblem } from '../../contracts/secret.ts';
import type { KnownAgent } from '../catalog/known-agent.ts';
import type { Say } from '../words.ts';
import { ofReferences } from './of-references.ts';
import { quotedNames, type Report, type Rule, type RuleDocumentation } from './rule.ts';

/** Only a complete catalog can prove that a name does not exist. */
export const secretNotFound: Rule = {
  id: 'secret-not-found',
  severity: 'warning',
  summary: 'The vault has no secret of this name.',
  check: ofReferences(({ names, caught, guarded }, known, say) => {
    if (guarded === true || caught?.includes('SecretNotFound') === true) return undefined;
    const { catalog } = known.index;
    const isMissing = (name: string): boolean => nameProblem(name) === undefined && !known.index.find(name);
    return catalog.complete && names.every(isMissing) ? report(names, known, say) : undefined;
  }),
};

export const documentation: RuleDocumentation = {
  why:
    'A name that the account does not have, often a misspelt one, raises `SecretNotFound` when the ' +
    'function runs.',
  bad: 'def start(conv):\n    key = conv.utils.get_secret("strpe_api_key")',
  good: 'def start(conv):\n    key = conv.utils.get_secret("stripe_api_key")',
  silent:
    'Nothing is said while the catalog is not known or not complete, about names chosen at run time, ' +
    'or which the code first asks something about that only run time can answer (`is_known(name)`), ' +
    'when one of several possible names exists, or where the code, or all who are known to ' +
    'call it, catch `SecretNotFound` and go on.',
};

function report(
  names: readonly string[],
  { agent, index }: KnownAgent,
  say: Say,
): Pick<Report, 'message' | 'suggestions'> {
  const [name] = names;
  const suggestions = name !== undefined && names.length === 1 ? index.nearest(name) : [];
  const holes = { names: quotedNames(names, say), agent: agent.agentName };
  const what =
    names.length === 1
      ? say('No secret named {names} exists for {agent}.', holes)
      : say('None of the secrets {names} exists for {agent}.', holes);
  const [nearest] = suggestions;
  const next =
    nearest === undefined
      ? say('Correct the name, or create the secret in the vault.')
      : say('Did you mean "{name}"? Otherwise create the secret in the vault.', { name: nearest });
  return { message: `${what} ${next}`, suggestions };
}
