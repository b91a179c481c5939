import { nameProblem } from '../../contracts/secret.ts';
import type { KnownAgent } from '../catalog/known-agent.ts';
import { ofReferences } from './checks.ts';
import type { Translate } from '../../contracts/words.ts';
import type { Rule, RuleDocumentation } from './rule.ts';

/** One path through the code works, but another would fail. */
export const secretAccessPartial: Rule = {
  id: 'secret-access-partial',
  severity: 'information',
  summary: 'Some of the possible names do not exist or are not granted.',
  needs: 'catalog',
  attention: 'access',
  fixes: ['grant-to-agent', 'request-access', 'create-secret', 'request-new-secret', 'ignore-rule'],
  aboutTypedText: true,
  check: ofReferences(({ names, caught = [], guarded, mixed }, known, translate, withhold) => {
    const refused = names.filter((name) => known.index.find(name)?.access === 'missing');
    const absent = names.filter((name) => isMissing(name, known));
    const isSomeGood = names.some((name) => known.index.find(name)?.access === 'granted');
    if (!isSomeGood || refused.length + absent.length === 0) return undefined;
    if (guarded === true) return withhold('guarded');
    if (mixed === true) return withhold('name-dynamic');
    const notGranted = caught.includes('MissingAccess') ? [] : refused;
    const missing = caught.includes('SecretNotFound') ? [] : absent;
    if (notGranted.length + missing.length === 0) return withhold('caught');
    return {
      message: message(translate, known.agent.agentName, notGranted, missing),
      affected: [...notGranted, ...missing],
    };
  }),
};

export const documentation: RuleDocumentation = {
  why: 'Code that chooses between secrets often fails only when it picks the rarer one, so the problem goes unnoticed in tests.',
  bad:
    'def start(conv):\n    name = "payroll_api" if conv.env == "live" else "payroll_test"\n' +
    '    key = conv.utils.get_secret(name)  # only "payroll_test" is granted',
  good:
    'def start(conv):\n    name = "payroll_api" if conv.env == "live" else "payroll_test"\n' +
    '    key = conv.utils.get_secret(name)  # both are granted to this agent',
  silent:
    'Not every possible name is known; in JavaScript and TypeScript, its parts may be from different iterations or calls; the code catches the error for the name; or it first tests the name in a way that only run time can answer (`is_known(name)`). If all names have the same problem, `secret-not-found` or `secret-access-missing` reports it.',
};

function isMissing(name: string, { index }: KnownAgent): boolean {
  return index.catalog.complete && nameProblem(name) === undefined && index.find(name) === undefined;
}

function message(
  translate: Translate,
  agent: string,
  notGranted: readonly string[],
  missing: readonly string[],
): string {
  const problems: string[] = [];
  if (notGranted.length > 0)
    problems.push(translate('{agent} has no access to {names}', { agent, names: listed(notGranted) }));
  if (missing.length > 0) problems.push(absence(translate, missing));
  const [first = '', second] = problems;
  const what =
    second === undefined
      ? translate('Of the names that may be used here, {first}.', { first })
      : translate('Of the names that may be used here, {first}, and {second}.', { first, second });
  const next =
    notGranted.length > 0
      ? translate('Grant access, or remove the name.')
      : translate('Create the secret, or remove the name.');
  return `${what} ${next}`;
}

function absence(translate: Translate, missing: readonly string[]): string {
  const holes = { names: listed(missing) };
  return missing.length === 1
    ? translate('{names} does not exist', holes)
    : translate('{names} do not exist', holes);
}

/** Lists all names, because the author needs to know which ones are affected. */
function listed(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
