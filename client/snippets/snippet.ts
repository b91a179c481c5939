import type { SnippetPlace } from '../../contracts/lsp-messages.ts';
import type { Quote, SnippetLanguage, SnippetStyle } from './snippet-style.ts';

/** What a snippet reads: a secret, a field of a key/value secret, or an environment secret. */
export interface SnippetSubject {
  readonly name: string;
  readonly field?: string;
  /** `environment` is a secret of the user, which the code reads as a variable. */
  readonly dialect?: 'agent' | 'environment';
}

/** What is inserted at a place: code that reads the secret or, in a string, only its name. */
export function snippetAt(
  { kind, quote, comma }: SnippetPlace,
  subject: SnippetSubject,
  style: SnippetStyle,
): string {
  const called = variableIn(style, subject);
  const read = readingExpression(subject, { ...style, ...(quote && { quote }) });
  const snippets: Readonly<Record<SnippetPlace['kind'], () => string>> = {
    statement: () => readSnippet(subject, style),
    expression: () => read,
    string: () => subject.field ?? subject.name,
    property: () => `${style.language === 'python' ? literal(called, style.quote) : called}: ${read}`,
    // A class cannot await the values of its fields.
    member: () => `${called} = ${read.replaceAll('await ', '')}${style.semicolons ? ';' : ''}`,
    variable: () => called,
    'jsx-value': () => `{${read}}`,
    'jsx-attribute': () => `${called}={${read}}`,
  };
  return `${snippets[kind]()}${comma ? ',' : ''}`;
}

/** `stripe_api_key = conv.utils.get_secret("stripe_api_key")`, in the style of the file. */
export function readSnippet(subject: SnippetSubject, style: SnippetStyle): string {
  const called = variableIn(style, subject);
  const read = readingExpression(subject, style);
  if (style.language === 'python') return `${called} = ${read}`;
  return `const ${called} = ${read}${style.semicolons ? ';' : ''}`;
}

function variableIn({ language, naming }: SnippetStyle, { field, name }: SnippetSubject): string {
  const variable = variableFor(field ?? name, language);
  return naming === 'camel' ? camelCase(variable) : variable;
}

/** The expression that reads the value. */
export function readingExpression(
  { name, field, dialect = 'agent' }: SnippetSubject,
  { language, quote }: Pick<SnippetStyle, 'language' | 'quote'>,
): string {
  const isPython = language === 'python';
  if (dialect === 'environment')
    return isPython ? `os.environ[${literal(name, quote)}]` : `process.env.${name}`;
  const call = `conv.utils.${isPython ? 'get_secret' : 'getSecret'}(${literal(name, quote)})`;
  const read = isPython ? call : `await ${call}`;
  if (field === undefined) return read;
  return `${isPython ? read : `(${read})`}[${literal(field, quote)}]`;
}

/** A string literal with any contents. The syntax is the same in both languages. */
function literal(text: string, quote: Quote): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);
  return `${quote}${escaped}${quote}`;
}

/** A snake-case identifier similar to the name. */
export function variableFor(name: string, language: SnippetLanguage = 'python'): string {
  const words = name
    .replaceAll(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1_$2')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replaceAll(/^_+|_+$/g, '')
    .toLowerCase();
  if (words === '') return 'secret';
  return /^\p{N}/u.test(words) || keywords[language].has(words) ? `secret_${words}` : words;
}

/**
 * A name for the value that is assigned right after this code: `stripeKey = ` gives `stripe_key`. Empty if
 * the code does not end in an assignment.
 */
export function variableBefore(code: string): string {
  const called = /([A-Za-z_$][\w$]*)["']?\]?\s*(?::[^=]*)?(?:=|:)\s*$/.exec(code)?.[1];
  return called === undefined ? '' : variableFor(called);
}

function camelCase(snake: string): string {
  return snake.replaceAll(/_+(\p{L}|\p{N})/gu, (_, first: string) => first.toUpperCase());
}

const keywords: Readonly<Record<SnippetLanguage, ReadonlySet<string>>> = {
  python: new Set(
    (
      'false none true and as assert async await break class continue def del elif else except finally for ' +
      'from global if import in is lambda nonlocal not or pass raise return try while with yield'
    ).split(' '),
  ),
  javascript: new Set(
    (
      'await break case catch class const continue debugger default delete do else enum export extends false ' +
      'finally for function if implements import in instanceof interface let new null package private ' +
      'protected public return static super switch this throw true try typeof var void while with yield'
    ).split(' '),
  ),
};
