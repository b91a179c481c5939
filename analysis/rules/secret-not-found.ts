import { nameProblem } from '../../contracts/secret.ts';
import type { KnownAgent } from '../catalog/known-agent.ts';
import { quotedNames, type Report, type Rule } from './rule.ts';

/** Only a complete catalog can prove that a name does not exist. */
export const secretNotFound: Rule = {
  id: 'secret-not-found',
  severity: 'warning',
  summary: 'The vault has no secret of this name.',
  check: ({ names }, known) => {
    const { catalog } = known.index;
    const isMissing = (name: string): boolean => nameProblem(name) === undefined && !known.index.find(name);
    return catalog.complete && names.every(isMissing) ? report(names, known) : undefined;
  },
};

function report(names: readonly string[], { agent, index }: KnownAgent): Report {
  const [name] = names;
  const suggestions = name !== undefined && names.length === 1 ? index.nearest(name) : [];
  const what =
    names.length === 1
      ? `No secret named ${quotedNames(names)} exists for ${agent.agentName}.`
      : `None of the secrets ${quotedNames(names)} exists for ${agent.agentName}.`;
  const [nearest] = suggestions;
  const next =
    nearest === undefined
      ? 'Correct the name, or create the secret in the vault.'
      : `Did you mean "${nearest}"? Otherwise create the secret in the vault.`;
  return { message: `${what} ${next}`, suggestions };
}
