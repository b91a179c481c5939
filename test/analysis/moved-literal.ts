import { createAnalyzer, movableLiteral } from '../../analysis/index.ts';
import {
  isSameLiteral,
  type LiteralValue,
  offsetNow,
  readingOf,
  type TextOf,
  valuesOf,
} from '../../client/language/literal-text.ts';
import type { SnippetSubject } from '../../client/snippets/snippet.ts';
import type { MovableLiteral } from '../../contracts/lsp-messages.ts';

interface Found {
  readonly literal: MovableLiteral;
  readonly values: readonly LiteralValue[];
  readonly textOf: TextOf;
  readonly offsets: (range: Parameters<TextOf>[0]) => readonly [number, number];
}

const analyzer = createAnalyzer();

/** The server's answer for a selection, or the problem it names. */
export function literalAt(text: string, languageId: string, start: number, end: number): Found | string {
  const file = analyzer.parse({ uri: 'file:///w/a', languageId, text });
  const answer = movableLiteral(file, file.rangeOf({ start, end }));
  if ('problem' in answer) return answer.problem;
  const literal = { ...answer, version: 1 };
  const offsets: Found['offsets'] = (range) => [file.offsetAt(range.start), file.offsetAt(range.end)];
  const textOf: TextOf = (range) => text.slice(...offsets(range));
  return { literal, values: valuesOf(literal, textOf), textOf, offsets };
}

/**
 * The literal of code with `|` at both ends of the selection, or `«` and `»` where the code itself contains
 * `|`.
 */
function literalIn(code: string, languageId: string): Found | string {
  const [before = '', selected = '', behind = ''] = code.split(marksOf(code));
  return literalAt(before + selected + behind, languageId, before.length, before.length + selected.length);
}

/** The code with a read in place of the literal, or the reason why the literal cannot be moved. */
export function moved(
  code: string,
  languageId = 'python',
  subject: SnippetSubject = { name: 'a_key' },
): string {
  const found = literalIn(code, languageId);
  if (typeof found === 'string') return found;
  const { literal, textOf, offsets } = found;
  return literal.parts.toReversed().reduce(
    (text, part) => {
      const [start, end] = offsets(part.range);
      return text.slice(0, start) + readingOf(part, subject, literal.language, textOf) + text.slice(end);
    },
    code.replaceAll(new RegExp(marksOf(code), 'g'), ''),
  );
}

export function values(code: string, languageId = 'python'): string | (string | undefined)[][] {
  const found = literalIn(code, languageId);
  if (typeof found === 'string') return found;
  return found.values.map(({ field, value }) => [field || undefined, value]);
}

export function sees(code: string, languageId = 'python'): boolean | string {
  const found = literalIn(code, languageId);
  return typeof found === 'string' ? found : found.literal.seesConversation;
}

/** What is replaced in the text after edits; undefined when the literal is gone. */
export function replacedAfter(before: string, selected: string, now: string): string | undefined {
  const start = before.indexOf(selected);
  const first = literalAt(before, 'javascript', start, start + selected.length);
  if (typeof first === 'string') throw new Error(first);
  const [part] = first.literal.parts;
  if (part === undefined) return undefined;
  const [from] = first.offsets(part.range);
  const offset = offsetNow(first.textOf(part.range), now, from);
  if (offset === undefined) return undefined;
  const at = start + offset - from;
  const again = literalAt(now, 'javascript', at, at + selected.length);
  if (typeof again === 'string') return undefined;
  const isSame = isSameLiteral(
    { values: first.values, seesConversation: first.literal.seesConversation },
    { values: again.values, seesConversation: again.literal.seesConversation },
  );
  const [partNow] = again.literal.parts;
  return isSame && partNow ? again.textOf(partNow.range) : undefined;
}

function marksOf(code: string): RegExp {
  return code.includes('«') ? /[«»]/ : /\|/;
}
