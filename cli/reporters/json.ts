import { type FailedFile, failedSentence } from '../../review/index.ts';
import { toReportJson } from './report-json.ts';
import type { ReportedReference, Reporter } from './report.ts';

/** JSON for programs. Its fields are a stable contract. */
export const json: Reporter = {
  findings: ({ findings, unchecked, failed = [], snapshot, baseline }) =>
    toReportJson({ findings, unchecked, failed: failed.map(toFailed), snapshot, baseline }),
  changes: (report) => {
    const { base, agents, needs, new: added, dynamic, suppressions, gone, catalog } = report;
    const { unchecked = [], failed = [], snapshot } = report;
    const known = { base, agents, needs, new: added, dynamic, suppressions, gone, catalog };
    return toReportJson({ ...known, unchecked, failed: failed.map(toFailed), snapshot });
  },
  references: ({ references }) => toReportJson({ references: references.map(withPattern) }),
};

/** A file that was not checked, with the sentence that other reports contain. */
function toFailed(file: FailedFile): object {
  return { path: file.path, reason: failedSentence(file) };
}

/** Adds `pattern` if the set of names is open: all patterns joined, such as `a_*|b_*`. */
function withPattern({ derivation, ...reference }: ReportedReference): object {
  const { patterns } = reference;
  return { ...reference, ...(patterns.length > 0 && { pattern: patterns.join('|') }), derivation };
}
