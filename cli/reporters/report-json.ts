import { toJson } from '../output/visible-text.ts';

/**
 * JSON that is safe to print in a terminal and in the log of a pipeline, where some runners execute `##[…]`
 * and `##vso[…]` anywhere in a line. In JSON, `##` only appears inside strings.
 */
export function toReportJson(value: unknown): string {
  return toJson(value).replaceAll('##', String.raw`#\u0023`);
}
