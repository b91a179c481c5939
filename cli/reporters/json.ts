import { toReportJson } from './report-json.ts';
import type { ReportedReference, Reporter } from './report.ts';

/** JSON for programs. Its fields are a stable contract. */
export const json: Reporter = {
  findings: ({ findings, unchecked, catalog, baseline }) =>
    toReportJson({ findings, unchecked, catalog, baseline }),
  changes: ({ base, agents, needs, new: added, dynamic, suppressions, gone, catalog, unchecked = [] }) =>
    toReportJson({ base, agents, needs, new: added, dynamic, suppressions, gone, catalog, unchecked }),
  references: ({ references }) => toReportJson({ references: references.map(withPattern) }),
};

/** Adds `pattern` if the set of names is open: all patterns joined, such as `a_*|b_*`. */
function withPattern({ derivation, ...reference }: ReportedReference): object {
  const { patterns } = reference;
  return { ...reference, ...(patterns.length > 0 && { pattern: patterns.join('|') }), derivation };
}
