import { isCredential, shownName } from '../../analysis/index.ts';
import type { DynamicRead } from '../../review/changes/change-report.ts';
import type { FindingsReport, FindingsReporter, ReportedChange } from './report.ts';

/**
 * Reports quote names and reasons from the code, which could be values by mistake. Hides such values in every
 * format.
 */
export function withoutValues<T extends FindingsReporter>(reporter: T): T & FindingsReporter {
  return {
    ...reporter,
    findings: (report, options) => reporter.findings(ofFindings(report), options),
    changes: (report, options) => reporter.changes(ofChange(report), options),
  };
}

function ofFindings(report: FindingsReport): FindingsReport {
  const { suppressed } = report;
  return suppressed === undefined ? report : { ...report, suppressed: suppressed.map(withShownReason) };
}

function ofChange(report: ReportedChange): ReportedChange {
  return {
    ...report,
    needs: report.needs.map(withShownSuggestion).map(withShownSecret),
    dynamic: report.dynamic.map(withShownPatterns),
    suppressions: report.suppressions.map(withShownReason),
    gone: report.gone.map(withShownSecret),
    catalog: report.catalog.map(withShownSecret),
  };
}

function withShownSecret<T extends { readonly secret: string }>(one: T): T {
  return { ...one, secret: shownName(one.secret) };
}

function withShownSuggestion<T extends { readonly suggestion?: string }>(one: T): T {
  const { suggestion } = one;
  return suggestion === undefined ? one : { ...one, suggestion: shownName(suggestion) };
}

function withShownPatterns(one: DynamicRead): DynamicRead {
  const { patterns, matching } = one;
  return {
    ...one,
    patterns: patterns.map(shownName),
    ...(matching && { matching: { ...matching, secrets: matching.secrets.map(withShownSecret) } }),
  };
}

function withShownReason<T extends { readonly reason: string }>(one: T): T {
  return { ...one, reason: shownReason(one.reason) };
}

/** Long text with digits, such as a key or a hash. */
const keyLike = /(?=[\w+/=~-]*\d)(?=[\w+/=~-]*[a-z])[\w+/=~-]{24,}/i;

function shownReason(reason: string): string {
  return isCredential(reason) || keyLike.test(reason)
    ? '(not shown, because it may contain a credential)'
    : reason;
}
