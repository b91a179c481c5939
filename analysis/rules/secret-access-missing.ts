import { quotedNames, type Rule } from './rule.ts';

/** The secret exists, but a call would fail with `MissingAccess`. */
export const secretAccessMissing: Rule = {
  id: 'secret-access-missing',
  severity: 'warning',
  summary: 'The agent is not on the access list of the secret.',
  check: ({ names }, { agent, index }) => {
    if (!names.every((name) => index.find(name)?.access === 'missing')) return undefined;
    const what = names.length === 1 ? 'the secret' : 'any of the secrets';
    const message =
      `${agent.agentName} has no access to ${what} ${quotedNames(names)}. ` +
      'Grant it to the agent, or ask a workspace admin to.';
    return { message, suggestions: [] };
  },
};
