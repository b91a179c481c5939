import type { ExplainResult, Place, Range } from '../../contracts/lsp-messages.ts';
import { isRecord } from '../../contracts/guards.ts';

/** A row of the list that explains a reference. */
export interface ExplanationRow {
  /** True if the row is a name; the rows of its steps follow. */
  readonly isHeading: boolean;
  readonly label: string;
  /** The location of the step, such as `functions/start.py:12`. */
  readonly detail: string;
  readonly place?: Place;
}

/** Each possible name, followed by the steps that lead to it. `pathOf` formats a location for display. */
export function explanationRows(
  { names }: ExplainResult,
  pathOf: (place: Place) => string,
): readonly ExplanationRow[] {
  return names.flatMap(({ text, steps }) => [
    { isHeading: true, label: withQuotes(text), detail: '' },
    ...steps.map(({ sentence, place }, position) => ({
      isHeading: false,
      label: `${position + 1}. ${withQuotes(sentence)}`,
      detail: `${pathOf(place)}:${place.range.start.line + 1}`,
      place,
    })),
  ]);
}

/** Lists do not render Markdown, so code is shown in plain quotes, or in its own quotes if it has any. */
function withQuotes(sentence: string): string {
  return sentence.replaceAll(/`(["'].*?["'])`/g, '$1').replaceAll(/`([^`]+)`/g, '"$1"');
}

/**
 * The locations passed by a code lens. Any extension can run a command with any argument, so invalid
 * locations are dropped.
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
