import type { Finding, Severity, SuppressionComment } from '../model/finding.ts';
import { canBeContradicted } from '../model/seen-names.ts';
import type { RuleSettings } from '../../contracts/rule-settings.ts';
import { isTestFile } from '../project/test-files.ts';
import { rules } from '../rules/index.ts';
import { type LocatedFinding, type Report, type Rule, type RuleContext, shownName } from '../rules/rule.ts';
import { suppressionUnused } from '../rules/suppression-unused.ts';
import {
  applySuppressions,
  createCertainty,
  suppressedByComment,
} from '../suppression/apply-suppressions.ts';
import type { KnownAgent } from '../catalog/known-agent.ts';
import { ageNote } from './describe-secret.ts';

/**
 * Returns the findings of all rules for an agent file in text order, excluding those that comments suppress.
 * Unused suppressions are findings too, and can be suppressed in turn. Test files have no findings.
 */
export function findings(context: RuleContext, settings: RuleSettings = {}): readonly LocatedFinding[] {
  if (isTestFile(context.file.uri, context.agent.rootUri)) {
    context.silent?.('test-file');
    return [];
  }
  const isCertain = createCertainty(context, settings);
  const others = rules.filter(({ id }) => id !== suppressionUnused.id);
  const raw = rawFindings(others, context, settings);
  const { kept, unused } = applySuppressions(context.file, raw, isCertain);
  if (context.silent && kept.length < raw.length)
    for (const one of raw)
      if (!kept.includes(one)) context.silent('suppressed', one.report.span, one.rule.id);
  if (unused.length === 0 || context.isEarly === true) return inOrder(kept);
  const unusedSuppressions = rawFindings([suppressionUnused], { ...context, unused }, settings);
  return inOrder([...kept, ...applySuppressions(context.file, unusedSuppressions, isCertain).kept]);
}

/** The comments that suppress findings, in source order, with what they suppress. */
export function suppressions(
  context: RuleContext,
  settings: RuleSettings = {},
): readonly SuppressionComment[] {
  const { file, agent } = context;
  if (isTestFile(file.uri, agent.rootUri)) return [];
  const raw = rawFindings(rules, { ...context, unused: [] }, settings);
  return suppressedByComment(file, raw).map(({ suppression: { comment, directive, ids }, suppressed }) => ({
    range: file.rangeOf(comment),
    rules: ids?.map(({ written }) => written) ?? [],
    reason: reasonIn(file.text.slice(directive.end, comment.end)),
    suppressed: suppressed.map(({ finding }) => finding),
  }));
}

/** Without the delimiters of the comment. */
function reasonIn(text: string): string {
  return text
    .replace(/\*\/\s*$/, '')
    .replace(/^[\s:–—-]+/, '')
    .trim();
}

function rawFindings(
  active: readonly Rule[],
  context: RuleContext,
  settings: RuleSettings,
): LocatedFinding[] {
  const found: LocatedFinding[] = [];
  for (const rule of active) {
    const severity = settings[rule.id] ?? rule.severity;
    if (severity === 'off' && !context.silent) continue;
    for (const report of rule.check(context)) {
      if (severity === 'off') {
        context.silent?.('rule-off', report.span, rule.id);
        continue;
      }
      const finding = findingOf(rule, severity, report, context);
      found.push({ rule, finding, report });
    }
  }
  return found;
}

function inOrder(found: readonly LocatedFinding[]): readonly LocatedFinding[] {
  return found.toSorted((one, other) => one.report.span.start - other.report.span.start);
}

function findingOf(
  rule: Rule,
  severity: Severity,
  report: Report,
  { file, agent, known }: RuleContext,
): Finding {
  const finding: Finding = {
    rule: rule.id,
    severity,
    message: report.message,
    range: file.rangeOf(report.span),
    agentId: agent.agentId,
    names: report.names.map(shownName),
    affected: (report.affected ?? report.names).map(shownName),
    suggestions: report.suggestions ?? [],
    related: report.related ?? [],
    deprecated: report.deprecated ?? false,
    ...(isLate(rule, report) && { late: true }),
  };
  return asFarAsKnown(finding, rule, known);
}

function isLate({ needs }: Rule, { isFollowed, reference }: Report): boolean {
  const mayBeCorrected = reference !== undefined && canBeContradicted(reference);
  return isFollowed === true || needs === 'suppressions' || mayBeCorrected;
}

/**
 * If the vault is unreachable, findings based on the old catalog are not shown as errors, because the secret
 * may have been granted, created or changed since. The message says so and gives the age of the catalog.
 */
function asFarAsKnown(finding: Finding, { needs }: Rule, known: KnownAgent | undefined): Finding {
  if (known?.isOld !== true || needs !== 'catalog') return finding;
  const severity = finding.severity === 'hint' ? 'hint' : 'information';
  return { ...finding, severity, message: `${finding.message} (${ageNote(known)})` };
}
