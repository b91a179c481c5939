// Parses reports like the programs that consume them.
import { marked, type Token, type Tokens } from 'marked';
import { createRequire } from 'node:module';

/** A command as GitHub's runner finds it in a line of a log. */
export interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/**
 * Follows the rules of the runner: a command starts a line; its properties end at the next `::`, and are
 * separated by commas; the order of unescaping matters.
 */
export function workflowCommands(log: string): readonly WorkflowCommand[] {
  return log.split(/\r\n|\r|\n/).flatMap((line) => {
    const message = line.trimStart();
    const end = message.startsWith('::') ? message.indexOf('::', 2) : -1;
    if (end === -1) return [];
    const info = message.slice(2, end);
    const space = info.indexOf(' ');
    const name = space === -1 ? info : info.slice(0, space);
    const pairs =
      space === -1
        ? []
        : info
            .slice(space + 1)
            .trim()
            .split(',')
            .filter(Boolean);
    const properties = pairs.map((pair) => {
      const equals = pair.indexOf('=');
      const value = unescape(
        pair
          .slice(equals + 1)
          .replaceAll('%3A', ':')
          .replaceAll('%2C', ','),
      );
      return [pair.slice(0, equals), value] as const;
    });
    return [{ name, properties: Object.fromEntries(properties), data: unescape(message.slice(end + 2)) }];
  });
}

function unescape(words: string): string {
  return words.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

/** Commands of older runners and of Azure Pipelines, which are found anywhere in a line. */
export const inlineCommand = /##(?:vso)?\[/i;

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

/** The part of sax that the tests use; sax has no types of its own. */
interface Sax {
  parser(
    strict: boolean,
    options: { readonly strictEntities: boolean },
  ): { write(text: string): { close(): void } };
}

interface OpenElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: OpenElement[];
  text: string;
}

/** Parses XML strictly. Throws for a document that is not well-formed XML 1.0. */
export function parseXml(document: string): XmlElement {
  // sax does not check which characters are legal.
  const illegal = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u.exec(document);
  if (illegal !== null) throw new Error(`illegal character at ${String(illegal.index)}`);
  const sax = createRequire(import.meta.url)('sax') as Sax;
  const parser = sax.parser(true, { strictEntities: true });
  const root: OpenElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  Object.assign(parser, {
    onopentag: ({ name, attributes }: Pick<OpenElement, 'attributes' | 'name'>) => {
      const element: OpenElement = { name, attributes, children: [], text: '' };
      open.at(-1)?.children.push(element);
      open.push(element);
    },
    onclosetag: () => void open.pop(),
    ontext: (text: string) => {
      const last = open.at(-1);
      if (last !== undefined) last.text += text;
    },
    onerror: (error: Error) => {
      throw error;
    },
  });
  parser.write(document).close();
  const [only] = root.children;
  if (only === undefined || root.children.length > 1) throw new Error('not one root element');
  return only;
}

/** A table with its heading; cells are what a reader sees. */
export interface MarkdownTable {
  readonly heading: string;
  readonly rows: readonly (readonly string[])[];
}

/** Everything that could have an effect beyond text: links, images and HTML elements, except ours. */
export interface MarkdownPage {
  readonly tables: readonly MarkdownTable[];
  readonly effects: readonly string[];
}

export function parseMarkdown(page: string): MarkdownPage {
  const tables: MarkdownTable[] = [];
  const effects: string[] = [];
  let heading = '';
  for (const token of marked.lexer(page, { gfm: true })) {
    if (isTokens(token, 'heading')) heading = textOf(token.tokens, effects);
    else if (isTokens(token, 'table')) {
      const rows = token.rows.map((row) => row.map((cell) => textOf(cell.tokens, effects)));
      tables.push({ heading, rows });
    } else if (isTokens(token, 'paragraph')) textOf(token.tokens, effects);
    else if (token.type !== 'space') effects.push(token.type);
  }
  return { tables, effects };
}

function isTokens<Name extends 'heading' | 'paragraph' | 'table'>(
  token: Token,
  name: Name,
): token is { heading: Tokens.Heading; paragraph: Tokens.Paragraph; table: Tokens.Table }[Name] {
  return token.type === name;
}

const ownPage = /^https:\/\/github\.com\/agent-secrets\/agent-secrets\/blob\/main\/docs\/rules\/[a-z-]+\.md$/;
const ownHtml = /^<(?:wbr|br|code|\/code)>$/;

/** What GitHub and GitLab recognize in text outside code, even if it is escaped. */
const recognized = /[@#]\w|\bGH-\d|:\/\/|\bwww\.|!\d|\b(?=[\da-f]*\d)[\da-f]{7,}\b/i;

function textOf(tokens: readonly Token[], effects: string[]): string {
  let isCode = false;
  return tokens
    .map((token) => {
      if (token.type === 'html') {
        if (!ownHtml.test(token.raw)) effects.push(token.raw);
        if (token.raw.endsWith('code>')) isCode = token.raw === '<code>';
        return token.raw === '<br>' ? '\n' : '';
      }
      if (token.type === 'link' && !ownPage.test((token as Tokens.Link).href)) effects.push(token.raw);
      if (token.type === 'image' || token.type === 'em' || token.type === 'del') effects.push(token.raw);
      if (token.type === 'codespan') return (token as Tokens.Codespan).text;
      if ('tokens' in token && token.tokens !== undefined) return textOf(token.tokens, effects);
      const text = decoded(token.raw);
      if (!isCode && recognized.test(text)) effects.push(text);
      return text;
    })
    .join('');
}

function decoded(words: string): string {
  return words.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}
