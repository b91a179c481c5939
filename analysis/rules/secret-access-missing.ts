import { ofReferences } from './checks.ts';
import { quotedNames, type Rule, type RuleDocumentation } from './rule.ts';

/** The secret exists, but the call would fail with `MissingAccess`. */
export const secretAccessMissing: Rule = {
  id: 'secret-access-missing',
  severity: 'warning',
  summary: 'The agent does not have access to the secret.',
  needs: 'catalog',
  attention: 'access',
  fixes: ['grant-to-agent', 'request-access', 'ignore-rule'],
  aboutTypedText: true,
  check: ofReferences(({ names, caught, guarded }, { agent, index, requestFor }, translate, withhold) => {
    if (!names.every((name) => index.find(name)?.access === 'missing')) return undefined;
    if (guarded === true) return withhold('guarded');
    if (caught?.includes('MissingAccess') === true) return withhold('caught');
    const holes = { agent: agent.agentName, names: quotedNames(names, translate) };
    const what =
      names.length === 1
        ? translate('{agent} has no access to the secret {names}.', holes)
        : translate('{agent} has no access to any of the secrets {names}.', holes);
    const isRequested = names.every((name) => requestFor(name) !== undefined);
    const next = isRequested
      ? translate('Access has been requested; an account admin decides.')
      : translate('Grant it to the agent, or ask an account admin to.');
    return { message: `${what} ${next}` };
  }),
};

export const documentation: RuleDocumentation = {
  why: 'Only the agents on its access list can read a secret. For every other agent, the call raises `MissingAccess` at run time.',
  bad: 'def start(conv):\n    key = conv.utils.get_secret("payroll_api")  # granted to another agent only',
  good: 'def start(conv):\n    key = conv.utils.get_secret("booking_api")  # granted to this agent',
  silent:
    'The access list is unknown; the code, or every known caller, catches `MissingAccess` and continues; or at least one of several possible names is granted (see `secret-access-partial`).',
};
