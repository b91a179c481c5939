import type * as javaScript from '../../analysis/languages/javascript.ts';
import { functionPath } from '../../analysis/libraries/project-functions.ts';
import { importsFiles, mayReadAnything } from '../../analysis/references/javascript/may-read.ts';
import type { FoundForwards, Language } from '../../analysis/source/language.ts';
import { loadBundle } from './load-bundle.ts';
import * as shared from './shared-with-javascript.ts';

const nothingFollowed: FoundForwards = { arrivals: [], held: [], names: new Map() };

/**
 * Replaces the entire JavaScript analysis in the bundle of the analysis (see `esbuild.mjs`). Loads it from the
 * adjacent bundle when the first file that may contain a reference, or a value from another file, is read.
 */
export const createJavaScript: typeof javaScript.createJavaScript = (dialect, functions, budget) => {
  let known: Language | undefined;
  const whole = (): Language =>
    (known ??= loadBundle('javascript')(shared).createJavaScript(dialect, functions, budget));
  const mayHoldReferences = mayReadAnything(functions.readers.map(functionPath));
  return {
    get parser() {
      return whole().parser;
    },
    mayHoldReferences,
    references: (file, project) => whole().references(file, project),
    uses: (file, held) => whole().uses(file, held),
    completionSite: (file, offset) => whole().completionSite(file, offset),
    spelled: (file, content, name) => whole().spelled(file, content, name),
    fieldsUsed: (file, reference) => whole().fieldsUsed(file, reference),
    derivations: (file, reference, project) => whole().derivations?.(file, reference, project) ?? [],
    *follow(file, project, referencesOf) {
      const mayRead = mayHoldReferences(file.text) || importsFiles(file.text);
      const found = mayRead ? whole().follow?.(file, project, referencesOf) : undefined;
      return found === undefined ? nothingFollowed : yield* found;
    },
    surroundings: (file, reference) => whole().surroundings?.(file, reference) ?? {},
    topFunctions: (file) => whole().topFunctions?.(file) ?? [],
  };
};
