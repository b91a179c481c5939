import { readingExpression, type SnippetSubject } from '../snippet-model.ts';
import { languageOf, type Quote, type SnippetLanguage } from '../snippet-style-model.ts';
import { seesConversation } from './conversation-scope-model.ts';
import { mayGiveWay, joined } from './literal-neighbours-model.ts';
import { cutsEscape, writtenAlone } from './literal-rest-model.ts';
import { isTemplate, type StringToken } from './string-token-model.ts';
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
  const { tokens, structure } = stringTokens(text, language);
  const parts = fieldsIn(text, tokens, selected) ?? singleIn(text, structure, tokens, selected, language);
  if (typeof parts === 'string') return parts;
  const sees = parts.every((part) => seesConversation(structure, part.start, language));
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

/** Several strings that have names, `client_id="…", client_secret="…"`, are fields of one secret. */
function fieldsIn(
  text: string,
  tokens: readonly StringToken[],
  { start, end }: Selected,
): readonly LiteralPart[] | undefined {
  const inside = tokens.filter((token) => token.start >= start && token.end <= end);
  const named = inside.flatMap((token) => {
    const field = /(?:^|[\s{(,["'])([A-Za-z_$][\w$-]*)["']?\]?\s*(?::[^=:,"']*=|[:=])\s*$/.exec(
      text.slice(Math.max(0, token.start - 200), token.start),
    )?.[1];
    return field === undefined ? [] : [{ token, field }];
  });
  const fields = new Set(named.map(({ field }) => field));
  if (named.length < 2 || fields.size < named.length) return undefined;
  if (!named.every(({ token }) => isWhole(token))) return undefined;
  return named.map(({ token, field }) => wholePart(token, field));
}

function singleIn(
  text: string,
  structure: string,
  tokens: readonly StringToken[],
  { start, end }: Selected,
  language: SnippetLanguage,
): readonly LiteralPart[] | LiteralProblem {
  const sum = joined(text, structure, tokens, { start, end }, language);
  if (sum === 'part-of-more') return 'not-plain';
  if (sum) return sum.every(isWhole) ? [sumPart(sum)] : 'not-plain';
  const token = tokens.find((one) => one.start <= start && one.end >= end);
  if (!token || token.content === '') return token ? 'not-plain' : 'no-literal';
  if (!mayGiveWay(structure, token, language)) return 'not-plain';
  const [from, to] = [start - token.contentStart, end - token.contentStart];
  const isPart = from >= 0 && to <= token.content.length && from !== to && to - from < token.content.length;
  if (!isPart) {
    if (isWhole(token)) return [wholePart(token)];
    return isTemplate(token) && token.holes.length > 0 ? 'select-part' : 'not-plain';
  }
  if (!token.prefix.includes('r') && cutsEscape(token.content, from)) return 'not-plain';
  return isTemplate(token) ? templatePart(token, from, to) : textPart(token, from, to);
}

/** What is written is the value: no escapes, no places for code. */
function isWhole(token: StringToken): boolean {
  return isPlain(token.content, token) && token.holes.length === 0;
}

function isPlain(written: string, { prefix, quote }: StringToken): boolean {
  if (written === '' || (written.includes('\\') && !prefix.includes('r'))) return false;
  if (prefix.includes('f') && /[{}]/.test(written)) return false;
  // Only text that is the same in every encoding becomes bytes again.
  if (prefix.includes('b') && /[^\p{ASCII}]/u.test(written)) return false;
  return quote.length === 3 || quote === '`' || !written.includes('\n');
}

function wholePart(token: StringToken, field?: string): LiteralPart {
  const { start, end, content } = token;
  return {
    start,
    end,
    value: valueOf(content),
    quote: quoteOf(token),
    around: ['', bytesOf(token)],
    ...(field !== undefined && { field }),
  };
}

function sumPart(tokens: readonly StringToken[]): LiteralPart {
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (!first || !last) throw new Error('A sum has parts.');
  const value = tokens.map(({ content }) => valueOf(content)).join('');
  return { ...wholePart(first), start: first.start, end: last.end, value };
}

/** The rest of the text stays, added to the value. */
function textPart(token: StringToken, from: number, to: number): readonly LiteralPart[] | LiteralProblem {
  const { content, start, end } = token;
  const written = content.slice(from, to);
  if (!isPlain(written, token)) return 'not-plain';
  const rest = (piece: string): string => (piece === '' ? '' : writtenAlone(piece, token));
  const [before, behind] = [rest(content.slice(0, from)), rest(content.slice(to))];
  const around = [
    before === '' ? '(' : `(${before} + `,
    `${bytesOf(token)}${behind === '' ? ')' : ` + ${behind})`}`,
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
      quote: isJavaScript ? '"' : otherQuote(token.quote),
      around: [isJavaScript ? '${' : '{', '}'],
    },
  ];
}

function bytesOf({ prefix }: StringToken): string {
  return prefix.includes('b') ? '.encode()' : '';
}

function quoteOf({ quote }: StringToken): Quote {
  return quote.startsWith("'") ? "'" : '"';
}

function otherQuote(quote: string): Quote {
  return quote.startsWith("'") ? '"' : "'";
}

function valueOf(written: string): string {
  return written.replaceAll('\r\n', '\n');
}
