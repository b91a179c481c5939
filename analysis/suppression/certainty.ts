import { type RuleId, ruleIds } from '../../contracts/ids.ts';
import type { RuleSettings } from '../../contracts/rule-settings.ts';
import type { SecretReference } from '../model/reference.ts';
import type { RuleContext } from '../rules/rule.ts';
import type { Lines } from '../model/span.ts';
import { linesIn, linesOf } from './places.ts';

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

/** Whether silence of a rule (of all rules, without one) on lines (in the file, without any) is certain. */
export function createCertainty(
  context: RuleContext,
  settings: RuleSettings,
): (rule: RuleId | undefined, lines: Lines | undefined) => boolean {
  const { known, environment } = context;
  const hasUnknownNames = createUnknownNames(context);
  const isComplete = known?.index.catalog.complete === true && known.isOld !== true;
  const isKnown = (rule: RuleId, lines: Lines | undefined): boolean => {
    if (settings[rule] === 'off' || context.settled === false) return false;
    const need = needs[rule];
    if (need === 'names') return isComplete && !hasUnknownNames(lines);
    return need === 'environment' ? environment !== undefined : need === 'code';
  };
  return (rule, lines) =>
    rule === undefined
      ? ruleIds.every((id) => needs[id] === 'more' || isKnown(id, lines))
      : isKnown(rule, lines);
}

/** A name that is chosen at run time may be the one that the suppression is about. */
function createUnknownNames(context: RuleContext): (lines: Lines | undefined) => boolean {
  let isAnyOpen: boolean | undefined;
  let openLines: ReadonlySet<number> | undefined;
  return (lines) => {
    if (lines === undefined) return (isAnyOpen ??= context.references.some(isOpen));
    openLines ??= openLinesIn(context);
    for (const line of linesIn(lines)) if (openLines.has(line)) return true;
    return false;
  };
}

function openLinesIn({ file, references, uses }: RuleContext): ReadonlySet<number> {
  const open = [...references.filter(isOpen), ...uses().filter(({ mayBe }) => mayBe.some(isOpen))];
  const lines = new Set<number>();
  for (const { span } of open) for (const line of linesIn(linesOf(file, span))) lines.add(line);
  return lines;
}

function isOpen({ dynamic, patterns }: SecretReference): boolean {
  return dynamic || patterns.length > 0;
}
