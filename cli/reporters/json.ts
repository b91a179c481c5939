import type { ReportedReference, Reporter } from './report.ts';

/** For programs; its fields are a stable contract. */
export const json: Reporter = {
  findings: ({ findings, unchecked }) => print({ findings, unchecked }),
  references: ({ references }) => print({ references: references.map(withPattern) }),
};

/** `pattern` is present if the set of names is open: all patterns joined, `a_*|b_*`. */
function withPattern({ derivation, ...reference }: ReportedReference): object {
  const { patterns } = reference;
  return { ...reference, ...(patterns.length > 0 && { pattern: patterns.join('|') }), derivation };
}

function print(report: object): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
