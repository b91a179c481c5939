/** What a snippet reads: a secret, or one field of a key/value secret. */
export interface SnippetSubject {
  readonly name: string;
  readonly field?: string;
}

export type Quote = '"' | "'";

/** `stripe_api_key = conv.utils.get_secret("stripe_api_key")` */
export function readSnippet({ name, field }: SnippetSubject, quote: Quote): string {
  const subscript = field === undefined ? '' : `[${literal(field, quote)}]`;
  return `${variableFor(field ?? name)} = conv.utils.get_secret(${literal(name, quote)})${subscript}`;
}

/** The quotes of most one-line strings of a file; double ones where it has none. Apostrophes do not count. */
export function preferredQuote(text: string): Quote {
  const count = (strings: RegExp): number => text.match(strings)?.length ?? 0;
  return count(/(?<!['\w])'[^'"\n]+'(?!')/g) > count(/(?<!["\w])"[^'"\n]+"(?!")/g) ? "'" : '"';
}

/** A Python string literal of any text. */
function literal(text: string, quote: Quote): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);
  return `${quote}${escaped}${quote}`;
}

/** A Python identifier close to the name, in the convention of variables. */
export function variableFor(name: string): string {
  const words = name
    .replaceAll(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1_$2')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replaceAll(/^_+|_+$/g, '')
    .toLowerCase();
  if (words === '') return 'secret';
  return /^\p{N}/u.test(words) || keywords.has(words) ? `secret_${words}` : words;
}

/** A name for what is assigned right after this code: `stripeKey = ` gives `stripe_key`; empty without one. */
export function variableBefore(code: string): string {
  const called = /([A-Za-z_$][\w$]*)["']?\]?\s*(?::[^=]*)?(?:=|:)\s*$/.exec(code)?.[1];
  return called === undefined ? '' : variableFor(called);
}

const keywords: ReadonlySet<string> = new Set(
  (
    'false none true and as assert async await break class continue def del elif else except finally for ' +
    'from global if import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);
