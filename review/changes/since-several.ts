import type { ChangeReport } from './change-report.ts';
import type { ReviewedChange } from './reviewed-change.ts';

/**
 * Joins the reviews of a change since each of several merge bases. What is not in all of them is in one of the
 * histories only: if it is not in the base either, the change has brought it back.
 */
export function sinceSeveral(reviews: readonly ReviewedChange[], sinceTip: ReviewedChange): ReviewedChange {
  const [first = sinceTip] = reviews;
  const reports = reviews.map(({ report }) => report);
  const tip = sinceTip.report;
  const broughtBack = <Entry>(listOf: (report: ChangeReport) => readonly Entry[]): readonly Entry[] =>
    common(distinct(reports.flatMap(listOf)), listOf(tip));
  const added = broughtBack((report) => report.new);
  return {
    ...first,
    report: {
      ...first.report,
      needs: broughtBack(({ needs }) => needs),
      new: added,
      dynamic: broughtBack(({ dynamic }) => dynamic),
      suppressions: broughtBack(({ suppressions }) => suppressions),
      gone: common(first.report.gone, tip.gone),
      catalog: broughtBack(({ catalog }) => catalog),
    },
    unchanged: without([...first.unchanged, ...first.report.new], added),
    failed: distinct([...reviews, sinceTip].flatMap(({ failed }) => failed)),
    isPartial: [...reviews, sinceTip].some(({ isPartial }) => isPartial),
  };
}

function distinct<Entry>(entries: readonly Entry[]): readonly Entry[] {
  return [...new Map(entries.map((entry) => [JSON.stringify(entry), entry])).values()];
}

function common<Entry>(entries: readonly Entry[], others: readonly Entry[]): readonly Entry[] {
  const keys = new Set(others.map((entry) => JSON.stringify(entry)));
  return entries.filter((entry) => keys.has(JSON.stringify(entry)));
}

function without<Entry>(entries: readonly Entry[], others: readonly Entry[]): readonly Entry[] {
  const keys = new Set(others.map((entry) => JSON.stringify(entry)));
  return entries.filter((entry) => !keys.has(JSON.stringify(entry)));
}
