import type * as javaScript from '../analysis/languages/javascript.ts';
import { importsFiles, mayReadAnything } from '../analysis/references/javascript/may-read.ts';
import type { Language } from '../analysis/source/language.ts';
import { platform } from './platform/node.ts';

/**
 * Replaces the entire JavaScript analysis in the server's bundle (see `esbuild.mjs`). Loads it from the
 * adjacent bundle when the first file that may contain a reference, or a value from another file, is read.
 */
export const createJavaScript: typeof javaScript.createJavaScript = (dialect, budget) => {
  let known: Language | undefined;
  const whole = (): Language =>
    (known ??= platform.loadBundle('javascript').createJavaScript(dialect, budget));
  return {
    get parser() {
      return whole().parser;
    },
    mayHoldReferences: mayReadAnything,
    references: (file, project) => whole().references(file, project),
    uses: (file, references) => whole().uses(file, references),
    completionSite: (file, offset) => whole().completionSite(file, offset),
    spelled: (file, content, name) => whole().spelled(file, content, name),
    fieldsUsed: (file, reference) => whole().fieldsUsed(file, reference),
    derivations: (file, reference, project) => whole().derivations?.(file, reference, project) ?? [],
    arrivals: (file, project, referencesOf) =>
      mayReadAnything(file.text) || importsFiles(file.text)
        ? (whole().arrivals?.(file, project, referencesOf) ?? [])
        : [],
    surroundings: (file, reference) => whole().surroundings?.(file, reference) ?? {},
    topFunctions: (file) => whole().topFunctions?.(file) ?? [],
  };
};
