import { languageOf } from '../snippets/snippet-style-model.ts';
import { scanJavaScript } from './javascript-strings-model.ts';
import { scanPython } from './python-strings-model.ts';
import type { Replaced, StringToken } from './string-token-model.ts';

/** The strings of a text, in order; comments and regular expressions hold none. */
export interface StringTokens {
  readonly tokens: readonly StringToken[];
  /** The text without them: what is left is structure. Offsets stay. */
  readonly structure: string;
}

export function stringTokens(text: string, languageId: string): StringTokens {
  // Only in plain TypeScript is `<a>` no element: it has casts there.
  const { strings, replaced } =
    languageOf(languageId) === 'python'
      ? scanPython(text)
      : scanJavaScript(text, languageId !== 'typescript');
  return { tokens: strings, structure: structureOf(text, replaced) };
}

function structureOf(text: string, replaced: readonly Replaced[]): string {
  const pieces = replaced.map(({ start, by }, index) => text.slice(replaced[index - 1]?.end, start) + by);
  return pieces.join('') + text.slice(replaced.at(-1)?.end);
}
