import type { SyntaxNode } from '@lezer/common';
import type { LiteralProblem, LiteralResult, MovableLiteral, Range } from '../../contracts/lsp-messages.ts';
import type { ParsedFile, Span } from '../model/parsed-file.ts';
import type { SourceFile } from '../source/source-file.ts';
import {
  asString,
  type CodeString,
  cutsEscape,
  isPlain,
  isTemplate,
  otherQuote,
  type Piece,
  type Quote,
  quoteOf,
  stringsAt,
} from './literal-strings.ts';
import {
  canBeReplaced,
  needsParentheses,
  seesConversation,
  isUsedDirectly,
  sumOf,
} from './literal-surroundings.ts';

interface Part extends Span {
  readonly node: SyntaxNode;
  readonly value: readonly Span[];
  readonly field?: Span;
  readonly quote: Quote;
  readonly before: readonly Piece[];
  readonly after: readonly Piece[];
}

/** Returns the selected strings that can become the value of a secret, or the reason why none can. */
export function movableLiteral(
  file: ParsedFile,
  range: Range,
): Exclude<LiteralResult, MovableLiteral> | Omit<MovableLiteral, 'version'> {
  const language = /^(?:java|type)script(?:react)?$/.test(file.languageId) ? 'javascript' : 'python';
  if (!hasTree(file) || (language === 'python' && file.languageId !== 'python'))
    return { problem: 'no-literal' };
  const selected = { start: file.offsetAt(range.start), end: file.offsetAt(range.end) };
  const strings = stringsAt(file, selected);
  const inside = strings.filter(({ start, end }) => start >= selected.start && end <= selected.end);
  const parts = fieldsIn(file, inside) ?? singleIn(file, strings, inside, selected);
  if (typeof parts === 'string') return { problem: parts };
  const placed = (piece: Piece): string | Range => (typeof piece === 'string' ? piece : file.rangeOf(piece));
  return {
    language,
    parts: parts.map((part) => ({
      range: file.rangeOf(part),
      value: part.value.map((span) => file.rangeOf(span)),
      ...(part.field && { field: file.rangeOf(part.field) }),
      quote: part.quote,
      before: part.before.map(placed),
      after: part.after.map(placed),
    })),
    seesConversation: parts.every(({ node }) => seesConversation(file, node)),
  };
}

/** `instanceof` cannot be used because the server's bundle contains this module twice. */
export function hasTree(file: ParsedFile): file is SourceFile {
  return 'tree' in file;
}

/** Several named strings, such as `client_id="…", client_secret="…"`, become the fields of one secret. */
function fieldsIn(
  file: SourceFile,
  inside: readonly CodeString[],
): readonly Part[] | LiteralProblem | undefined {
  const named = inside.flatMap((string) => {
    const field = fieldBefore(file.text, string.start);
    return field === undefined ? [] : [{ string, field }];
  });
  const names = new Set(named.map(({ field }) => file.text.slice(field.start, field.end)));
  if (named.length < 2 || names.size < named.length) return undefined;
  const areAlone = named.every(
    ({ string }) =>
      isWhole(file.text, string) && isUsedDirectly(string.node) && canBeReplaced(file, [string], string.node),
  );
  return areAlone
    ? named.map(({ string, field }) => Object.assign(wholePart(file, string), { field }))
    : 'not-plain';
}

function fieldBefore(text: string, offset: number): Span | undefined {
  const from = Math.max(0, offset - 200);
  const found = /(?:^|[\s{(,["'])([A-Za-z_$][\w$-]*)["']?\]?\s*(?::[^=:,"']*=|[:=])\s*$/d.exec(
    text.slice(from, offset),
  )?.indices?.[1];
  return found && { start: from + found[0], end: from + found[1] };
}

function singleIn(
  file: SourceFile,
  strings: readonly CodeString[],
  inside: readonly CodeString[],
  selected: Span,
): readonly Part[] | LiteralProblem {
  const { text } = file;
  if (inside.length > 1 && isSum(text, inside, selected)) {
    const sum = sumOf(text, inside);
    if (sum === undefined) return 'not-plain';
    const isAll = sum.from === inside[0]?.start;
    return replaced(file, inside, isAll ? sum : undefined);
  }
  const string = stringAround(strings, selected, file.languageId);
  if (string === undefined) return 'no-literal';
  const { parent } = string.node;
  if (parent?.name === 'ContinuedString') {
    const row = stringsAt(file, { start: parent.from, end: parent.to });
    const isAll = selected.start === selected.end || inside.length === row.length;
    const areAlike = row.every(({ prefix }) => prefix === string.prefix);
    return isAll && areAlike ? replaced(file, row, parent) : 'not-plain';
  }
  if (!canBeReplaced(file, [string], string.node)) return 'not-plain';
  const { content, holes } = string;
  const isPart =
    selected.start < selected.end &&
    selected.start >= content.start &&
    selected.end <= content.end &&
    selected.end - selected.start < content.end - content.start;
  if (!isPart) {
    if (isWhole(text, string)) return [wholePart(file, string)];
    return isTemplate(string) && holes.length > 0 ? 'select-part' : 'not-plain';
  }
  if (cutsEscape(text, string, selected) || !isPlain(text, selected, string)) return 'not-plain';
  return isTemplate(string) ? templatePart(string, selected) : textPart(file, string, selected);
}

/** Returns the innermost string in JavaScript, because the code in a template can contain further strings. */
function stringAround(
  strings: readonly CodeString[],
  { start, end }: Span,
  languageId: string,
): CodeString | undefined {
  const around = strings.filter((one) => one.start <= start && one.end >= end);
  const [first] = around;
  return languageId === 'python' || first === undefined
    ? first
    : around.reduce((inner, one) => (one.end <= inner.end ? one : inner), first);
}

function replaced(
  file: SourceFile,
  strings: readonly CodeString[],
  node: SyntaxNode | undefined,
): readonly Part[] | LiteralProblem {
  const [first] = strings;
  const isMovable = strings.every((one) => isWhole(file.text, one)) && canBeReplaced(file, strings, node);
  return first && isMovable ? [wholePart(file, first, strings)] : 'not-plain';
}

/** Whether the selection consists only of strings joined by `+`. */
function isSum(text: string, inside: readonly CodeString[], selected: Span): boolean {
  const ends = [selected.start, ...inside.map(({ end }) => end)];
  const starts = [...inside.map(({ start }) => start), selected.end];
  return starts.every((start, index) => {
    const between = text.slice(ends[index], start).replaceAll(/#.*|\/\/.*|\/\*[^]*?\*\//g, '');
    return between.trim() === (index === 0 || index === inside.length ? '' : '+');
  });
}

/** Whether the source text of the string equals its value. */
function isWhole(text: string, string: CodeString): boolean {
  return string.holes.length === 0 && isPlain(text, string.content, string);
}

function wholePart(
  { languageId }: SourceFile,
  first: CodeString,
  strings: readonly CodeString[] = [first],
): Part {
  const isTight = languageId !== 'python' && strings.length === 1 && needsParentheses(first.node);
  const [before, after] = first.isAttribute ? ['{', '}'] : isTight ? ['(', ')'] : ['', ''];
  return {
    node: first.node,
    start: first.start,
    end: strings.at(-1)?.end ?? first.end,
    value: strings.map(({ content }) => content),
    quote: quoteOf(first),
    before: [before],
    after: [toBytes(first) + after],
  };
}

/** The rest of the string is concatenated with the value. */
function textPart(
  { text }: SourceFile,
  string: CodeString,
  selected: Span,
): readonly Part[] | LiteralProblem {
  const { content, isAttribute } = string;
  if (isAttribute && !isPlain(text, content, string)) return 'not-plain';
  const rest = (start: number, end: number): readonly Piece[] =>
    start === end ? [] : asString(text, { start, end }, string);
  const [before, after] = [rest(content.start, selected.start), rest(selected.end, content.end)];
  const [opening, closing] = isAttribute ? ['{', '}'] : ['(', ')'];
  return [
    {
      node: string.node,
      start: string.start,
      end: string.end,
      value: [selected],
      quote: quoteOf(string),
      before: [opening, ...before, before.length > 0 ? ' + ' : ''],
      after: [toBytes(string), after.length > 0 ? ' + ' : '', ...after, closing],
    },
  ];
}

/** The value becomes an embedded expression. Before Python 3.12, it must use a different kind of quote. */
function templatePart(string: CodeString, selected: Span): readonly Part[] | LiteralProblem {
  if (string.holes.some(({ start, end }) => start < selected.end && end > selected.start)) return 'not-plain';
  const isJavaScript = string.marks === '`';
  return [
    {
      ...selected,
      node: string.node,
      value: [selected],
      quote: isJavaScript ? '"' : otherQuote(quoteOf(string)),
      before: [isJavaScript ? '${' : '{'],
      after: ['}'],
    },
  ];
}

function toBytes({ prefix }: CodeString): string {
  return prefix.includes('b') ? '.encode()' : '';
}
