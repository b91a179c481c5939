import { literalAt, readingOf, type Literal } from '../../client/literals/literal-model.ts';
import type { SnippetSubject } from '../../client/snippets/snippet-model.ts';

/** The literal of code with `|` at both ends of the selection, or `«` and `»` where it has such signs itself. */
export function literalIn(code: string, languageId = 'python'): Literal | string {
  const [before = '', selected = '', behind = ''] = code.split(marksOf(code));
  const text = before + selected + behind;
  return literalAt({ text, languageId, start: before.length, end: before.length + selected.length });
}

/** The code with the reading in the place of the literal; or why it has none. */
export function moved(
  code: string,
  languageId = 'python',
  subject: SnippetSubject = { name: 'a_key' },
): string {
  const literal = literalIn(code, languageId);
  if (typeof literal === 'string') return literal;
  return literal.parts.toReversed().reduce(
    (text, part) => {
      const read = readingOf(part, subject, literal.language);
      return text.slice(0, part.start) + read + text.slice(part.end);
    },
    code.replaceAll(new RegExp(marksOf(code), 'g'), ''),
  );
}

export function values(code: string, languageId = 'python'): string | (string | undefined)[][] {
  const literal = literalIn(code, languageId);
  return typeof literal === 'string' ? literal : literal.parts.map(({ field, value }) => [field, value]);
}

export function sees(code: string, languageId = 'python'): boolean | string {
  const literal = literalIn(code, languageId);
  return typeof literal === 'string' ? literal : literal.seesConversation;
}

function marksOf(code: string): RegExp {
  return code.includes('«') ? /[«»]/ : /\|/;
}
