import { type Literal, literalAt, type Selected } from './literal-model.ts';

/** A literal, and where it was found. */
export interface FoundLiteral {
  readonly selected: Selected;
  readonly literal: Literal;
}

/**
 * The literal in the text as it is now: where it was, or at one other place only. Undefined when it is gone, and
 * when the code around it has changed so that it would be another one, or could not be read there any more.
 */
export function literalAgain({ selected, literal }: FoundLiteral, text: string): Literal | undefined {
  const start = literal.parts[0]?.start ?? 0;
  const written = selected.text.slice(start, literal.parts.at(-1)?.end);
  const found = placeOf(written, text, start);
  if (found === undefined) return undefined;
  const moved = found - start;
  const again = literalAt({
    ...selected,
    text,
    start: selected.start + moved,
    end: selected.end + moved,
  });
  if (typeof again === 'string' || (literal.seesConversation && !again.seesConversation)) return undefined;
  return sameTexts(again, literal) ? again : undefined;
}

function placeOf(written: string, text: string, start: number): number | undefined {
  if (text.startsWith(written, start)) return start;
  const found = text.indexOf(written);
  return found < 0 || text.includes(written, found + 1) ? undefined : found;
}

function sameTexts({ parts }: Literal, other: Literal): boolean {
  return (
    parts.length === other.parts.length &&
    parts.every(({ value, field }, index) => {
      const one = other.parts[index];
      return value === one?.value && field === one.field;
    })
  );
}
