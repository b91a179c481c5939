import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import type { FindingsReporter, Reporter } from './report.ts';
import { sarif } from './sarif.ts';
import { text } from './text.ts';
import { withoutValues } from './without-values.ts';

/** The formats for references, by the value of `--format`. */
const both = { json: withoutValues(json), text: withoutValues(text) } as const satisfies Readonly<
  Record<string, Reporter>
>;

/** The formats for findings. */
export const reporters = {
  json: both.json,
  text: both.text,
  sarif: withoutValues(sarif),
  github: withoutValues(github),
  gitlab: withoutValues(gitlab),
  junit: withoutValues(junit),
  markdown: withoutValues(markdown),
} as const satisfies Readonly<Record<string, FindingsReporter>>;

export type Format = keyof typeof reporters;
export type ReferenceFormat = keyof typeof both;

export const formats: readonly Format[] = ['json', 'text', 'sarif', 'github', 'gitlab', 'junit', 'markdown'];
export const referenceFormats: readonly string[] = Object.keys(both);
