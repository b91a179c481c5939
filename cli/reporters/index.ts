import { json } from './json.ts';
import type { Reporter } from './report.ts';
import { text } from './text.ts';

/** Every report format, by the name that `--format` takes. */
export const reporters = { json, text } as const satisfies Readonly<Record<string, Reporter>>;

export type Format = keyof typeof reporters;

export const formats: readonly string[] = Object.keys(reporters);
