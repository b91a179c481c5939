import type { FindingsReporter, ReportedReference, Reporter } from './report.ts';
import { sarif } from './sarif.ts';
import { text } from './text.ts';

/** JSON for programs. Its fields are a stable contract. */
const json: Reporter = {
  findings: ({ findings, unchecked }) => print({ findings, unchecked }),
  references: ({ references }) => print({ references: references.map(withPattern) }),
};

/** Adds `pattern` if the set of names is open: all patterns joined, such as `a_*|b_*`. */
function withPattern({ derivation, ...reference }: ReportedReference): object {
  const { patterns } = reference;
  return { ...reference, ...(patterns.length > 0 && { pattern: patterns.join('|') }), derivation };
}

function print(report: object): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** The formats for references, by the value of `--format`. */
const both = { json, text } as const satisfies Readonly<Record<string, Reporter>>;

/** The formats for findings. */
export const reporters = { ...both, sarif } as const satisfies Readonly<Record<string, FindingsReporter>>;

export type Format = keyof typeof reporters;
export type ReferenceFormat = keyof typeof both;

export const formats: readonly string[] = Object.keys(reporters);
export const referenceFormats: readonly string[] = Object.keys(both);
