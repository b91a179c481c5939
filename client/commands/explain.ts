import type { ExplainResult, Place, Range } from '../../contracts/lsp-messages.ts';
import { isRecord } from '../../contracts/guards.ts';

/** A row of the list that explains a reference. */
export interface ExplanationRow {
  /** True for a name; the rows of its steps follow. */
  readonly isHeading: boolean;
  readonly label: string;
  /** The place of the step, such as `functions/start.py:12`. */
  readonly detail: string;
  readonly place?: Place;
}

/** Each possible name with the steps that lead to it; `pathOf` formats a place for display. */
export function explanationRows(
  { names }: ExplainResult,
  pathOf: (place: Place) => string,
): readonly ExplanationRow[] {
  return names.flatMap(({ text, steps }) => [
    { isHeading: true, label: text, detail: '' },
    ...steps.map(({ sentence, place }, position) => ({
      isHeading: false,
      label: `${position + 1}. ${withQuotes(sentence)}`,
      detail: `${pathOf(place)}:${place.range.start.line + 1}`,
      place,
    })),
  ]);
}

/** A list does not render Markdown, so code is shown in plain quotes, or in its own if it has some. */
function withQuotes(sentence: string): string {
  return sentence.replaceAll(/`(["'].*?["'])`/g, '$1').replaceAll(/`([^`]+)`/g, '"$1"');
}

/**
 * The places of a code lens. Any extension can run a command with any argument, so invalid places are
 * dropped.
 */
export function placesIn(argument: unknown): readonly Place[] {
  if (!isRecord(argument)) return [];
  const { uri, ranges } = argument;
  if (typeof uri !== 'string' || !Array.isArray(ranges)) return [];
  return ranges.filter(isRange).map((range) => ({ uri, range }));
}

function isRange(value: unknown): value is Range {
  return isRecord(value) && isPosition(value['start']) && isPosition(value['end']);
}

function isPosition(value: unknown): boolean {
  return isRecord(value) && Number.isInteger(value['line']) && Number.isInteger(value['character']);
}
