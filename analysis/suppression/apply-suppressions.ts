import type { RuleId } from '../../contracts/rule-ids.ts';
import type { Lines, ParsedFile } from '../model/parsed-file.ts';
import type { Report, Rule, RuleContext, RuleNeeds } from '../rules/rule.ts';
import { suppressionsIn } from './find-suppressions.ts';
import { linesIn, linesOf } from './lines-of.ts';
import type { SuppressedId, Suppression, UnusedSuppression } from '../model/suppression.ts';
import type { RuleSettings } from '../../contracts/rule-settings.ts';
import type { SecretReference } from '../model/reference.ts';
import { rules } from '../rules/index.ts';

export interface RawFinding {
  readonly rule: Pick<Rule, 'id'>;
  readonly report: Pick<Report, 'span'>;
}

export interface AppliedSuppressions<T extends RawFinding> {
  readonly kept: readonly T[];
  readonly unused: readonly UnusedSuppression[];
}

/**
 * Removes suppressed findings, and returns the suppressions that were not needed. `isCertain` determines
 * whether the rule would have reported every problem on those lines, or in the entire file if no lines are
 * given.
 */
export function applySuppressions<T extends RawFinding>(
  file: ParsedFile,
  raw: readonly T[],
  isCertain: (rule: RuleId | undefined, lines: Lines | undefined) => boolean,
): AppliedSuppressions<T> {
  const suppressions = suppressionsIn(file);
  if (suppressions.length === 0) return { kept: raw, unused: [] };
  const used = new Set<Suppression | SuppressedId>();
  const silence = createSilence(file, suppressions, used);
  const kept = raw.filter((one) => !silence(one));
  return { kept, unused: suppressions.flatMap((one) => unusedIn(one, used, isCertain)) };
}

/** The findings that each comment suppresses, also those that another comment suppresses too. */
export function suppressedByComment<T extends RawFinding>(
  file: ParsedFile,
  raw: readonly T[],
): readonly { readonly suppression: Suppression; readonly suppressed: readonly T[] }[] {
  return suppressionsIn(file).map((suppression) => {
    const isSilent = createSilence(file, [suppression], new Set());
    return { suppression, suppressed: raw.filter((one) => isSilent(one)) };
  });
}

/** Determines whether a place is suppressed, and records the suppressions in `used`. */
function createSilence(
  file: ParsedFile,
  suppressions: readonly Suppression[],
  used: Set<Suppression | SuppressedId>,
): (raw: RawFinding) => boolean {
  const byLine = new Map<number, Suppression[]>();
  for (const one of suppressions) for (const line of linesIn(one.lines)) listAt(byLine, line).push(one);
  const forFile = suppressions.filter(({ reach }) => reach === 'file');
  const silent = new Map<RuleId, boolean>();

  /** Whether one of the suppressions applies to the rule. */
  const silences = (some: Iterable<Suppression>, rule: RuleId): boolean => {
    let isSilent = false;
    for (const one of some) {
      if (!names(one, rule)) continue;
      used.add(one.ids?.find((id) => id.rule === rule) ?? one);
      isSilent = true;
    }
    return isSilent;
  };

  return ({ rule: { id: rule }, report: { span } }) => {
    const inFile = silent.get(rule) ?? silences(forFile, rule);
    silent.set(rule, inFile);
    if (byLine.size === 0) return inFile;
    // A suppression applies to the lines where a finding begins and ends.
    const { first, last } = linesOf(file, span);
    const onLines = new Set([...(byLine.get(first) ?? []), ...(byLine.get(last) ?? [])]);
    return silences(onLines, rule) || inFile;
  };
}

function listAt<T>(lists: Map<number, T[]>, key: number): T[] {
  const known = lists.get(key) ?? [];
  lists.set(key, known);
  return known;
}

function names({ ids }: Suppression, rule: RuleId): boolean {
  return ids === undefined || ids.some((id) => id.rule === rule);
}

function unusedIn(
  suppression: Suppression,
  used: ReadonlySet<Suppression | SuppressedId>,
  isCertain: (rule: RuleId | undefined, lines: Lines | undefined) => boolean,
): readonly UnusedSuppression[] {
  const { ids, reach, lines } = suppression;
  if (reach === 'stray') return [{ suppression, id: undefined, reason: 'misplaced' }];
  if (ids?.length === 0) return [{ suppression, id: undefined, reason: 'names-no-rule' }];
  if (ids === undefined) {
    const isIdle = !used.has(suppression) && isCertain(undefined, lines);
    return isIdle ? [{ suppression, id: undefined, reason: 'nothing-to-silence' }] : [];
  }
  return ids
    .filter((id) => !used.has(id) && (id.rule === undefined || isCertain(id.rule, lines)))
    .map((id) => ({ suppression, id, reason: id.rule === undefined ? 'unknown' : 'nothing-to-silence' }));
}

/** For all other needs, it is never certain that there are no findings. */
const canBeKnown: ReadonlySet<RuleNeeds> = new Set<RuleNeeds>(['catalog', 'code', 'environment']);

/**
 * Whether it is certain that a rule (or all rules) has nothing to report on certain lines (or in the file).
 */
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

/** A name chosen at run time may be the one that the suppression is meant for. */
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
