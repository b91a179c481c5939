/** The language of the code that reads the secret. */
export type SnippetLanguage = 'python' | 'javascript';

export type Quote = '"' | "'";

/** The coding style for snippets inserted into a file. */
export interface SnippetStyle {
  readonly language: SnippetLanguage;
  readonly quote: Quote;
  readonly naming: 'snake' | 'camel';
  /** Whether statements end with a semicolon; irrelevant in Python. */
  readonly semicolons: boolean;
}

/** The style of a file. Defaults to the usual style of its language. */
export function styleOf(text: string, languageId: string): SnippetStyle {
  const language = languageOf(languageId) ?? 'python';
  return {
    language,
    quote: preferredQuote(text),
    naming: namingOf(text, language),
    semicolons: language === 'javascript' && !omitsSemicolons(text),
  };
}

/** Undefined if files in this language do not read secrets. */
export function languageOf(languageId: string): SnippetLanguage | undefined {
  if (languageId === 'python') return 'python';
  return /^(?:java|type)script(?:react)?$/.test(languageId) ? 'javascript' : undefined;
}

/**
 * The most common quotes for single-line strings in the file; double quotes if it has none. Strings that
 * contain apostrophes are ignored.
 */
export function preferredQuote(text: string): Quote {
  const single = countOf(text, /(?<!['\w])'[^'"\n]+'(?!')/g);
  return single > countOf(text, /(?<!["\w])"[^'"\n]+"(?!")/g) ? "'" : '"';
}

/** Only names with more than one word show which convention the file uses. */
function namingOf(text: string, language: SnippetLanguage): SnippetStyle['naming'] {
  const assigned = language === 'python' ? String.raw`^\s*` : String.raw`\b(?:const|let|var)\s+`;
  const snake = countOf(text, new RegExp(`${assigned}[a-z][a-z0-9]*_\\w+\\s*[:=]`, 'gm'));
  const camel = countOf(text, new RegExp(`${assigned}[a-z][a-z0-9]*[A-Z]\\w*\\s*[:=]`, 'gm'));
  if (snake === camel) return language === 'python' ? 'snake' : 'camel';
  return snake > camel ? 'snake' : 'camel';
}

function omitsSemicolons(text: string): boolean {
  return countOf(text, /[\w)\]'"`][ \t]*$/gm) > countOf(text, /;[ \t]*$/gm);
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
