import type { Expression } from '../../ir/ir.ts';
import type { Span } from '../../model/parsed-file.ts';
import { type Context, operation, spanOf, unknown } from './context.ts';
import { childNamed, isError, type Node } from './nodes.ts';

interface Part {
  readonly value: Expression;
  /** The format of a field in an f-string. */
  readonly format?: string;
}

/** Lowers a string, an f-string, or several of them in a row. */
export function lowerString(context: Context, node: Node): Expression {
  const pieces = node.name === 'ContinuedString' ? node.children.filter(isString) : [node];
  const parts = pieces.flatMap((piece) => partsOf(context, piece));
  const at = spanOf(node);
  const text = parts.reduce((known: string | undefined, part) => joined(known, part), '');
  if (text !== undefined) {
    if (identifier.test(text)) context.words.add(text);
    return { kind: 'literal', value: text, at };
  }
  const [only, another] = parts;
  if (only !== undefined && another === undefined && only.value.kind === 'operation' && !isFormat(node)) {
    return unknown(at);
  }
  const formats = new Map(
    parts.flatMap(({ format }, index) => (format === undefined ? [] : [[index, format] as const])),
  );
  const operands = parts.map(({ value }) => value);
  return { kind: 'operation', operator: 'text', operands, ...(formats.size > 0 && { formats }), at };
}

const identifier = /^[\p{L}_][\p{L}\p{N}_]*$/u;

function isString({ name }: Node): boolean {
  return name === 'String' || name === 'FormatString';
}

function isFormat(node: Node): boolean {
  return node.name === 'FormatString';
}

function joined(known: string | undefined, { value }: Part): string | undefined {
  const isText = value.kind === 'literal' && typeof value.value === 'string';
  return known !== undefined && isText ? known + value.value : undefined;
}

const opening = /^([a-zA-Z]{0,2})('''|"""|'|")/;

function partsOf(context: Context, node: Node): readonly Part[] {
  const token = context.textOf(node);
  const [start, prefix = '', quotes = ''] = opening.exec(token) ?? [];
  if (start === undefined || !isClosed(token, quotes, start.length))
    return [{ value: unknown(spanOf(node)) }];
  const kind = prefix.toLowerCase();
  const content = { start: node.from + start.length, end: node.to - quotes.length };
  if (!isFormat(node)) return [{ value: literal(context, kind, content) }];
  const parts: Part[] = [];
  let from = content.start;
  const addLiteral = (to: number): void => {
    if (to > from) parts.push({ value: literal(context, kind, { start: from, end: to }) });
  };
  for (const field of node.children) {
    if (field.name !== 'FormatReplacement') continue;
    addLiteral(field.from);
    parts.push(...partsOfField(context, field));
    from = field.to;
  }
  addLiteral(content.end);
  return parts;
}

function isClosed(token: string, quotes: string, from: number): boolean {
  if (token.length < from + quotes.length || !token.endsWith(quotes)) return false;
  let backslashes = 0;
  for (let at = token.length - quotes.length - 1; at >= from && token[at] === '\\'; at--) backslashes++;
  return backslashes % 2 === 0;
}

function literal(context: Context, kind: string, at: Span): Expression {
  const raw = context.text.slice(at.start, at.end);
  const isFormatted = kind.includes('f') || kind.includes('t');
  const content = isFormatted ? raw.replaceAll(/\{\{|\}\}/g, (pair) => pair.slice(1)) : raw;
  const lines = content.includes('\r') ? content.replaceAll(/\r\n?/g, '\n') : content;
  const value = kind.includes('r') ? lines : unescaped(lines, kind.includes('b'));
  return value === undefined ? unknown(at) : { kind: 'literal', value, at };
}

const notValue = new Set(['{', '}', 'FormatSelfDoc', 'FormatConversion', 'FormatSpec', '*', ',']);

/**
 * `{value!r:>{width}}`. Nested fields are evaluated before the value. A precision is the number of characters
 * shown.
 */
function partsOfField(context: Context, field: Node): readonly Part[] {
  const nodes = field.children.filter((child) => !notValue.has(child.name) && !isTrailingError(child));
  const isTuple = field.children.some(({ name }) => name === ',');
  const spec = childNamed(field, 'FormatSpec');
  const conversion = childNamed(field, 'FormatConversion');
  const itself = childNamed(field, 'FormatSelfDoc');
  const plain = isTuple
    ? tupleOf(context, nodes, field)
    : nodes[0] === undefined
      ? unknown(spanOf(field))
      : context.expression(nodes[0]);
  const fields = (spec?.children ?? []).filter(({ name }) => name === 'FormatReplacement');
  const nested = fields.flatMap((child) => partsOfField(context, child).map((part) => part.value));
  const isCut = context.text.slice((fields.at(-1)?.from ?? 0) - 1).startsWith('.{');
  const precision = isCut ? nested.at(-1) : undefined;
  const shown: Expression =
    precision === undefined ? plain : { kind: 'slice', object: plain, to: precision, at: plain.at };
  const value = nested.length === 0 ? plain : operation('sequence', [...nested, shown], plain.at);
  const written = `${textOf(context, conversion)}${textOf(context, spec)}`;
  const format = written === '' && itself !== undefined ? '!r' : written;
  const part: Part = { value, ...(format !== '' && { format }) };
  return itself === undefined ? [part] : [labelOf(context, field, itself), part];
}

function isTrailingError(node: Node): boolean {
  return isError(node) && node.children.length === 0;
}

function textOf(context: Context, node: Node | undefined): string {
  return node === undefined ? '' : context.textOf(node);
}

/** The text that `{value = }` puts before the value. */
function labelOf(context: Context, field: Node, itself: Node): Part {
  const next = field.children.find(({ from }) => from >= itself.to);
  const at = { start: field.from + 1, end: next?.from ?? itself.to };
  return { value: { kind: 'literal', value: context.text.slice(at.start, at.end), at } };
}

function tupleOf(context: Context, nodes: readonly Node[], field: Node): Expression {
  const items = nodes.map((node) => ({ value: context.expression(node), isSpread: false }));
  return { kind: 'collection', type: 'tuple', items, at: spanOf(field) };
}

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ['\n', ''],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['a', '\u0007'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
]);
const escape = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{1,3})|([^]))/g;

/** Undefined if an escape is invalid or requires a table that is not available (`\N{…}`). */
function unescaped(content: string, isBytes: boolean): string | undefined {
  if (!content.includes('\\')) return content;
  let isKnown = true;
  const value = content.replaceAll(
    escape,
    (whole: string, x?: string, u?: string, long?: string, octal?: string, other?: string) => {
      if (isBytes && (u ?? long ?? (/^[NuU]$/.test(other ?? '') ? other : undefined)) !== undefined)
        return whole;
      if (other !== undefined) {
        if (/[NuUx]/.test(other)) isKnown = false;
        return simpleEscapes.get(other) ?? whole;
      }
      const code =
        octal === undefined ? Number.parseInt(x ?? u ?? long ?? '', 16) : Number.parseInt(octal, 8);
      if (code > 0x10_ffff) isKnown = false;
      return isKnown ? String.fromCodePoint(code) : '';
    },
  );
  return isKnown ? value : undefined;
}
