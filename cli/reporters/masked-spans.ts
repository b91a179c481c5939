import { parser as javascript } from '@lezer/javascript';
import { parser as json } from '@lezer/json';
import { parser as python } from '@lezer/python';
import { languageOf, type Span } from '../../analysis/index.ts';

export interface Masked {
  /** Sorted, without overlaps. */
  readonly hidden: readonly Span[];
  /** Syntax errors: it is uncertain which text around them is a string. They can be empty. */
  readonly broken: readonly Span[];
}

/** The part of a syntax tree that `spansToMask` needs. */
type Parser = typeof python;
type Node = ReturnType<Parser['parse']>['topNode'];

/** A larger file is not worth parsing for a code frame. */
const longestText = 1_000_000;

/**
 * Returns the parts of a source file that could contain a value and must not be shown: the contents of
 * strings, comments and long numbers. `isShown` accepts the contents of strings that are known to be
 * harmless, such as names of secrets. Undefined if the language is unknown.
 */
export function spansToMask(
  path: string,
  text: string,
  isShown: (content: string) => boolean,
): Masked | undefined {
  const parser = parserOf(path);
  if (parser === undefined || text.length > longestText) return undefined;
  const spans: Span[] = [];
  const broken: Span[] = [];
  parser.parse(text).iterate({
    // Reading `node` creates an object, so only strings do.
    enter: (ref) => {
      const { type, from, to } = ref;
      if (type.isError) broken.push({ start: from, end: to });
      else if (strings.has(type.name)) spans.push(...contentsOf(ref.node, text, isShown));
      else if (type.name === 'Number' && to - from > longestNumber) spans.push({ start: from, end: to });
      else if (hidden.has(type.name))
        spans.push({ start: from + markerLength(type.name, text.slice(from, to)), end: to });
    },
  });
  for (const { index, 0: run } of text.matchAll(longRun))
    if (/\d/.test(run) && /[a-z]/i.test(run)) spans.push({ start: index, end: index + run.length });
  return { hidden: joined(spans), broken };
}

const strings: ReadonlySet<string> = new Set([
  'String',
  'FormatString',
  'TemplateString',
  'TemplateType',
  'PropertyName',
]);
const hidden: ReadonlySet<string> = new Set([
  'Comment',
  'LineComment',
  'BlockComment',
  'Hashbang',
  'RegExp',
  'JSXText',
  'JSXAttributeValue',
]);
const longestNumber = 5;
/** Looks like a key, in code or in the middle of a text that this parser does not understand. */
const longRun = /[\w+/=~]{24,}/g;

function parserOf(path: string): Parser | undefined {
  switch (languageOf(path) ?? '') {
    case 'python':
      return python;
    case 'javascript':
    case 'javascriptreact':
      return javascript.configure({ dialect: 'jsx' });
    case 'typescript':
      return javascript.configure({ dialect: 'ts' });
    case 'typescriptreact':
      return javascript.configure({ dialect: 'ts jsx' });
    case 'json':
      return json;
    default:
      return undefined;
  }
}

/** The marker of a comment stays visible. */
function markerLength(type: string, written: string): number {
  return type.endsWith('Comment') ? (/^(?:#|\/[/*])\s*/.exec(written)?.[0].length ?? 0) : 0;
}

/** The contents of a string without its quotes, and without the expressions inside it. */
function contentsOf(node: Node, text: string, isShown: (content: string) => boolean): readonly Span[] {
  const written = text.slice(node.from, node.to);
  const [opening = '', quote] = /^[a-z]*("""|'''|"|'|`)/i.exec(written) ?? [];
  // An unquoted property name is code.
  if (quote === undefined) return node.name === 'PropertyName' ? [] : [{ start: node.from, end: node.to }];
  const isClosed = written.length >= opening.length + quote.length && written.endsWith(quote);
  const start = node.from + opening.length;
  const end = isClosed ? node.to - quote.length : node.to;
  const spans: Span[] = [];
  let from = start;
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name !== 'FormatReplacement' && child.name !== 'Interpolation') continue;
    spans.push({ start: from, end: child.from });
    from = child.to;
  }
  if (spans.length === 0 && isShown(text.slice(start, end))) return [];
  return [...spans, { start: from, end }];
}

/** Sorts spans, and joins those that overlap. */
export function joined(spans: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const span of spans.toSorted((one, other) => one.start - other.start)) {
    const last = result.at(-1);
    if (span.end <= span.start) continue;
    if (last !== undefined && span.start < last.end)
      result[result.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    else result.push(span);
  }
  return result;
}
