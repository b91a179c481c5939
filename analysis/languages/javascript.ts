import { parser } from '@lezer/javascript';
import type { InSlices } from '../model/in-slices.ts';
import { lowerJavaScript } from '../lower/javascript/javascript.ts';
import { createUnitMemo } from '../lower/units.ts';
import { functionPath, type ProjectFunctions, projectTable } from '../libraries/project-functions.ts';
import { javaScriptLibrary } from '../libraries/javascript.ts';
import { createFollow, type FollowedLanguage } from '../uses/arrivals.ts';
import type { SecretReference } from '../model/reference.ts';
import { javaScriptFields } from '../uses/javascript/fields-used.ts';
import { javaScriptUses } from '../uses/javascript/javascript-uses.ts';
import type { Language } from '../source/language.ts';
import { agentReads } from '../references/javascript/agent.ts';
import { javaScriptCompletionSite } from '../references/javascript/completion-site.ts';
import { environmentReads } from '../references/javascript/environment.ts';
import { mayReadAnything, mayReadEnvironment, mayReadSecrets } from '../references/javascript/may-read.ts';
import { javaScriptDerivations } from '../flow/javascript/derivations.ts';
import { createJavaScriptFiles, importedScript } from '../flow/javascript/modules.ts';
import type { OriginFinder } from '../flow/javascript/origin.ts';
import type { StepBudget } from '../flow/step-budget.ts';
import { spelledInJavaScript } from '../syntax/javascript/strings.ts';
import { javaScriptSurroundings } from '../references/javascript/surroundings.ts';
import { javaScriptTopFunctions } from '../references/javascript/top-functions.ts';

/** The grammar extensions that a file may use. */
export type JavaScriptDialect = 'jsx' | 'ts' | 'ts jsx';

/**
 * JavaScript and TypeScript: finds environment variables, and the agent secrets that a conversation reads.
 */
export function createJavaScript(
  dialect: JavaScriptDialect,
  functions: ProjectFunctions,
  budget: StepBudget,
): Language {
  const readers = functions.readers.map(functionPath);
  const files = createJavaScriptFiles(budget, readers);
  const memo = createUnitMemo();
  const table = projectTable(functions);
  const followed: FollowedLanguage = {
    library: { ...javaScriptLibrary, ...(table && { project: table }) },
    units: (file) => lowerJavaScript(file, memo),
    imported: (module, from, project) => importedScript(module, from, project),
  };
  return {
    parser: parser.configure({ dialect }),
    mayHoldReferences: mayReadAnything(readers),
    references: (file, project) => referencesIn(files(file, project)),
    completionSite: (file, offset) => javaScriptCompletionSite(files(file), offset),
    spelled: spelledInJavaScript,
    uses: (file, held) => javaScriptUses(files(file).module, held),
    follow: createFollow(followed),
    fieldsUsed: (file, reference) => javaScriptFields(files(file).module, reference),
    derivations: (file, reference, project) => javaScriptDerivations(files(file, project), reference),
    surroundings: (file, { span }) => javaScriptSurroundings(file, span.start),
    topFunctions: javaScriptTopFunctions,
  };
}

function* referencesIn(finder: OriginFinder): InSlices<readonly SecretReference[]> {
  const { text, readers } = finder.module;
  const found = new Map<number, SecretReference>();
  const reads = [
    ...(mayReadEnvironment(text) ? yield* environmentReads(finder) : []),
    ...(mayReadSecrets(text, readers) ? yield* agentReads(finder) : []),
  ];
  for (const read of reads) found.set(read.span.start, read);
  return [...found.values()].toSorted((left, right) => left.span.start - right.span.start);
}
