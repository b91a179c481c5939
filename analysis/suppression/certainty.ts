import type { RuleId } from '../../contracts/rule-ids.ts';
import type { RuleSettings } from '../../contracts/rule-settings.ts';
import type { SecretReference } from '../model/reference.ts';
import { rules } from '../rules/index.ts';
import type { Rule, RuleContext, RuleNeeds } from '../rules/rule.ts';
import type { Lines } from '../model/span.ts';
import { linesIn, linesOf } from './lines-of.ts';

/** For all other needs, the absence of findings is never certain. */
const canBeKnown: ReadonlySet<RuleNeeds> = new Set<RuleNeeds>(['catalog', 'code', 'environment']);

/** Whether it is certain that a rule (or all rules) has nothing to report on some lines (or in the file). */
export function createCertainty(
  context: RuleContext,
  settings: RuleSettings,
): (rule: RuleId | undefined, lines: Lines | undefined) => boolean {
  const { known, environment } = context;
  const hasUnknownNames = createUnknownNames(context);
  const isComplete = known?.index.catalog.complete === true && known.isOld !== true;
  const isKnown = ({ id, needs }: Rule, lines: Lines | undefined): boolean => {
    if (settings[id] === 'off' || context.settled === false) return false;
    if (needs === 'catalog') return isComplete && !hasUnknownNames(lines);
    return needs === 'environment' ? environment !== undefined : needs === 'code';
  };
  return (rule, lines) => {
    const meant = rules.filter(({ id, needs }) => (rule === undefined ? canBeKnown.has(needs) : id === rule));
    return meant.every((one) => isKnown(one, lines));
  };
}

/** A name chosen at run time may be the one that the suppression is about. */
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
