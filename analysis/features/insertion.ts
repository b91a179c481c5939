import type { CompletionTarget } from '../source/language.ts';
import type { ParsedFile } from '../model/parsed-file.ts';
import type { Completion } from '../model/feature-types.ts';

export type Insertion = Pick<Completion, 'insert' | 'replace' | 'insertText' | 'filterText'>;

/**
 * Returns the text with which a completion inserts `name` at the target, or undefined if the name cannot be
 * written there.
 */
export function insertionAt(
  file: ParsedFile,
  target: CompletionTarget,
): (name: string) => Insertion | undefined {
  const insert = file.rangeOf(target.insert);
  const replace = file.rangeOf(target.replace);
  const { opening, closing, spell } = target;
  return (name) => {
    const spelled = spell(name);
    if (spelled === undefined) return undefined;
    const filterText = opening === '' ? spelled : name;
    return { insert, replace, insertText: `${opening}${spelled}${closing}`, filterText };
  };
}
