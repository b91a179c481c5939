import { json } from './json.ts';
import type { FindingsReporter, Reporter } from './report.ts';
import { sarif } from './sarif.ts';
import { text } from './text.ts';

/** Reference formats, by the value of `--format`. */
const both = { json, text } as const satisfies Readonly<Record<string, Reporter>>;

/** Every report format. */
export const reporters = { ...both, sarif } as const satisfies Readonly<Record<string, FindingsReporter>>;

export type Format = keyof typeof reporters;
export type ReferenceFormat = keyof typeof both;

export const formats: readonly string[] = Object.keys(reporters);
export const referenceFormats: readonly string[] = Object.keys(both);
