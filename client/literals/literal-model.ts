import { readingExpression, type SnippetSubject } from '../snippets/snippet-model.ts';
import { languageOf, type Quote, type SnippetLanguage } from '../snippets/snippet-style-model.ts';
import { seesConversation } from './conversation-scope-model.ts';
import { needsParentheses } from './expression-place-model.ts';
import { type Code, joined, mayGiveWay, standsAlone } from './literal-neighbours-model.ts';
import { cutsSign, writtenAlone } from './literal-rest-model.ts';
import { isTemplate, otherQuote, quoteOf, type Span, type StringToken } from './string-token-model.ts';
import { stringTokens } from './string-tokens-model.ts';

/** Texts in the code that are to become the value of a secret. Held in memory only, and shown to nobody. */
export interface Literal {
  readonly language: SnippetLanguage;
  /** One for a single value; one for each field of a key/value secret. In the order of the code. */
  readonly parts: readonly LiteralPart[];
  /** Whether a secret of the agent can be read there; an environment secret can be read anywhere. */
  readonly seesConversation: boolean;
}

export interface LiteralPart {
  /** Offsets of what is replaced. */
  readonly start: number;
  readonly end: number;
  readonly value: string;
  readonly field?: string;
  /** The quotes that fit there. */
  readonly quote: Quote;
  /** The code around the reading. */
  readonly around: readonly [string, string];
}

/** Why a text cannot be moved. */
export type LiteralProblem = 'no-literal' | 'not-plain' | 'select-part';

export interface Selected {
  readonly text: string;
  readonly languageId: string;
  readonly start: number;
  readonly end: number;
}

/** The strings of the selection, with their values; or why there is none to move. */
export function literalAt(selected: Selected): Literal | LiteralProblem {
  const { text, languageId, start, end } = selected;
  const language = languageOf(languageId);
  if (!language) return 'no-literal';
  const code = { text, language, ...stringTokens(text, languageId) };
  const parts = fieldsIn(code, selected) ?? singleIn(code, selected);
  if (typeof parts === 'string') return parts;
  const sees = parts.every((part) =>
    seesConversation(code.structure, textAround(code, part).start, language),
  );
  return end < start ? 'no-literal' : { language, parts, seesConversation: sees };
}

/** The code that reads the secret in the place of a part. */
export function readingOf(part: LiteralPart, subject: SnippetSubject, language: SnippetLanguage): string {
  const { field, quote, around } = part;
  const expression = readingExpression(field === undefined ? subject : { ...subject, field }, {
    language,
    quote,
  });
  return around.join(expression);
}

/** The whole text that a part is of: its lines have no indentation that would tell where the code is. */
function textAround({ tokens }: Code, part: LiteralPart): Span {
  return tokens.find(({ start, end }) => start <= part.start && part.start < end) ?? part;
}

/** Several strings that have names, `client_id="…", client_secret="…"`, are fields of one secret. */
function fieldsIn(code: Code, { start, end }: Selected): readonly LiteralPart[] | LiteralProblem | undefined {
  const inside = code.tokens.filter((token) => token.start >= start && token.end <= end);
  const named = inside.flatMap((token) => {
    const field = /(?:^|[\s{(,["'])([A-Za-z_$][\w$-]*)["']?\]?\s*(?::[^=:,"']*=|[:=])\s*$/.exec(
      code.text.slice(Math.max(0, token.start - 200), token.start),
    )?.[1];
    return field === undefined ? [] : [{ token, field }];
  });
  const fields = new Set(named.map(({ field }) => field));
  if (named.length < 2 || fields.size < named.length) return undefined;
  if (!named.every(({ token }) => isWhole(token) && standsAlone(code, token))) return 'not-plain';
  return named.map(({ token, field }) => wholePart(code, token, field));
}

function singleIn(code: Code, { start, end }: Selected): readonly LiteralPart[] | LiteralProblem {
  const sum = joined(code, { start, end });
  if (sum === 'part-of-more') return 'not-plain';
  if (sum) return sum.every(isWhole) && mayGiveWay(code, sum) ? [sumPart(code, sum)] : 'not-plain';
  const token = code.tokens.find((one) => one.start <= start && one.end >= end);
  if (!token || token.content === '') return token ? 'not-plain' : 'no-literal';
  if (!mayGiveWay(code, [token])) return 'not-plain';
  const [from, to] = [start - token.contentStart, end - token.contentStart];
  const isPart = from >= 0 && to <= token.content.length && from !== to && to - from < token.content.length;
  if (!isPart) {
    if (isWhole(token)) return [wholePart(code, token)];
    return isTemplate(token) && token.holes.length > 0 ? 'select-part' : 'not-plain';
  }
  if (cutsSign(token, from, to)) return 'not-plain';
  return isTemplate(token) ? templatePart(token, from, to) : textPart(token, from, to);
}

/** What is written is the value: no escapes, no places for code. */
function isWhole(token: StringToken): boolean {
  return isPlain(token.content, token) && token.holes.length === 0;
}

function isPlain(written: string, { prefix, quote, isAttribute }: StringToken): boolean {
  if (written === '' || (written.includes('\\') && !prefix.includes('r'))) return false;
  if (prefix.includes('f') && /[{}]/.test(written)) return false;
  // Only text that is the same in every encoding becomes bytes again.
  if (prefix.includes('b') && /[^\p{ASCII}]/u.test(written)) return false;
  if (isAttribute && written.includes('&')) return false;
  return quote.length === 3 || quote === '`' || !written.includes('\n');
}

function wholePart({ structure, language }: Code, token: StringToken, field?: string): LiteralPart {
  const { start, end, content } = token;
  const isTight = language === 'javascript' && needsParentheses(structure, token);
  const [before, behind] = token.isAttribute ? ['{', '}'] : isTight ? ['(', ')'] : ['', ''];
  return {
    start,
    end,
    value: valueOf(content),
    quote: quoteOf(token),
    around: [before, bytesOf(token) + behind],
    ...(field !== undefined && { field }),
  };
}

function sumPart(code: Code, tokens: readonly StringToken[]): LiteralPart {
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (!first || !last) throw new Error('A sum has parts.');
  const value = tokens.map(({ content }) => valueOf(content)).join('');
  return { ...wholePart(code, { ...first, end: last.end }), value };
}

/** The rest of the text stays, added to the value. */
function textPart(token: StringToken, from: number, to: number): readonly LiteralPart[] | LiteralProblem {
  const { content, start, end, isAttribute } = token;
  const written = content.slice(from, to);
  if (!isPlain(written, token) || (isAttribute && !isPlain(content, token))) return 'not-plain';
  const rest = (piece: string): string => (piece === '' ? '' : writtenAlone(piece, token));
  const [before, behind] = [rest(content.slice(0, from)), rest(content.slice(to))];
  const [opening, closing] = isAttribute ? ['{', '}'] : ['(', ')'];
  const around = [
    before === '' ? opening : `${opening}${before} + `,
    `${bytesOf(token)}${behind === '' ? closing : ` + ${behind}${closing}`}`,
  ] as const;
  return [{ start, end, value: valueOf(written), quote: quoteOf(token), around }];
}

/** The value becomes a place for code in the text. Before Python 3.12 such code has the other quotes. */
function templatePart(token: StringToken, from: number, to: number): readonly LiteralPart[] | LiteralProblem {
  const written = token.content.slice(from, to);
  const isInHole = token.holes.some(({ start, end }) => start < to && end > from);
  if (isInHole || !isPlain(written, token)) return 'not-plain';
  const isJavaScript = token.quote === '`';
  const start = token.contentStart + from;
  return [
    {
      start,
      end: token.contentStart + to,
      value: valueOf(written),
      quote: isJavaScript ? '"' : otherQuote(quoteOf(token)),
      around: [isJavaScript ? '${' : '{', '}'],
    },
  ];
}

function bytesOf({ prefix }: StringToken): string {
  return prefix.includes('b') ? '.encode()' : '';
}

function valueOf(written: string): string {
  return written.replaceAll('\r\n', '\n');
}
