import { type RuleId, ruleIds } from '../../contracts/ids.ts';
import type { RuleSettings } from '../../contracts/rule-settings.ts';
import type { SecretReference } from '../reference.ts';
import type { RuleContext } from '../rules/rule.ts';
import type { Span } from '../source/span.ts';
import { linesOf } from './places.ts';

type Needs = 'code' | 'names' | 'environment' | 'more';

/** What a rule has to know before its silence means that all is well. `more`: nobody can tell here. */
const needs: Readonly<Record<RuleId, Needs>> = {
  'env-secret-missing': 'environment',
  'secret-access-missing': 'names',
  'secret-access-partial': 'names',
  'secret-cached': 'code',
  'secret-deprecated': 'names',
  'secret-field-unknown': 'names',
  'secret-hardcoded': 'more',
  'secret-in-log': 'code',
  'secret-in-state': 'code',
  'secret-kind-mismatch': 'names',
  'secret-name-invalid': 'code',
  'secret-not-found': 'names',
  'secret-to-model': 'code',
  'suppression-unused': 'more',
};

/** Whether silence of a rule (of all rules, without one) on a line (in the file, without one) is certain. */
export function createCertainty(
  context: RuleContext,
  settings: RuleSettings,
): (rule: RuleId | undefined, line: number | undefined) => boolean {
  const { known, environment } = context;
  const isComplete = known?.index.catalog.complete === true;
  const isKnown = (rule: RuleId, line: number | undefined): boolean => {
    if (settings[rule] === 'off' || context.settled === false) return false;
    const need = needs[rule];
    if (need === 'names') return isComplete && !hasUnknownNames(context, line);
    return need === 'environment' ? environment !== undefined : need === 'code';
  };
  return (rule, line) =>
    rule === undefined
      ? ruleIds.every((id) => needs[id] === 'more' || isKnown(id, line))
      : isKnown(rule, line);
}

/** A name that is chosen at run time may be the one that the suppression is about. */
function hasUnknownNames({ file, references, uses }: RuleContext, line: number | undefined): boolean {
  if (line === undefined) return references.some(isOpen);
  return (
    references.some((one) => isOpen(one) && touches(file, one.span, line)) ||
    uses().some((use) => use.mayBe.some(isOpen) && touches(file, use.span, line))
  );
}

function touches(file: RuleContext['file'], span: Span, line: number): boolean {
  const { first, last } = linesOf(file, span);
  return first <= line && line <= last;
}

function isOpen({ dynamic, patterns }: SecretReference): boolean {
  return dynamic || patterns.length > 0;
}
