import { moduleUri, scriptsMeant } from '../../analysis/index.ts';

/** Matches `import a.b as c, d` and `from a import (b, c as d)`. Uses the text alone. */
const pythonImport =
  /(?:^|[;:])[ \t]*(?:from(?:[ \t]|\\\r?\n)+([.\w]+)(?:[ \t]|\\\r?\n)*import\b(?:[ \t]|\\\r?\n)*(\([^)]*\)?|(?:\\\r?\n|[^\n;#])*)|import(?:[ \t]|\\\r?\n)+((?:\\\r?\n|[^\n;#])*))/gm;

const scriptImport = /\b(?:from|import|require)\b\s*\(?\s*(["'`])(\.[^"'`\n]*)\1/g;

/**
 * Returns the files of a project that a source file imports. `exists` knows the files of the project. May
 * include a file that is only mentioned in a comment.
 */
export function importedUris(
  { uri, languageId, text }: { readonly uri: string; readonly languageId: string; readonly text: string },
  rootUri: string,
  exists: (uri: string) => boolean,
): ReadonlySet<string> {
  const found = languageId === 'python' ? pythonImports(text) : [];
  const modules = found.map((module) => moduleUri(module, uri, rootUri, exists));
  const scripts =
    languageId === 'python'
      ? []
      : [...text.matchAll(scriptImport)].map(([, , specifier = '']) =>
          scriptsMeant(specifier, uri).find(exists),
        );
  return new Set([...modules, ...scripts].filter((one) => one !== undefined));
}

/** A name after `from a import` may be a module too. */
function pythonImports(text: string): readonly string[] {
  if (!text.includes('import')) return [];
  return [...text.matchAll(pythonImport)].flatMap(([, from, names = '', modules = '']) => {
    if (from === undefined) return namesIn(modules);
    const dot = from.endsWith('.') ? '' : '.';
    const submodules = namesIn(names).map((name) => `${from}${dot}${name}`);
    return [from].concat(submodules);
  });
}

/** The names in a list such as `a.b as c, d`. */
function namesIn(list: string): readonly string[] {
  return list
    .replaceAll(/#[^\n]*|[()\\]/g, '')
    .split(',')
    .flatMap((one) => /^\s*([.\w]+)/.exec(one)?.[1] ?? []);
}
