/**
 * What the bundle of the JavaScript analysis receives from the bundle of the analysis, so that the package contains
 * the engine once (see `sharedParts` in `scripts/lib/bundle-plugins.mjs`, which reads this file).
 */
export { ContextTracker, ExternalTokenizer, LocalTokenGroup, LRParser } from '@lezer/lr';
export { allKnown } from '../../analysis/flow/all-known.ts';
export { canPass } from '../../analysis/flow/answers.ts';
export { cachedModules } from '../../analysis/flow/cached-modules.ts';
export { atAnotherTime, chosen, keyOfChoices, partOf, together } from '../../analysis/flow/choices.ts';
export { isCheckedAgain, leftBefore } from '../../analysis/flow/conditions.ts';
export { expressionAt, inOrder, quoted, stepAt } from '../../analysis/flow/derivation-parts.ts';
export { filesMeant } from '../../analysis/flow/javascript/files-meant.ts';
export { Question } from '../../analysis/flow/question.ts';
export { WordIndex } from '../../analysis/flow/word-index.ts';
export {
  functionPath,
  isNamed,
  lastNames,
  projectTable,
} from '../../analysis/libraries/project-functions.ts';
export { rows, words } from '../../analysis/libraries/rows.ts';
export { createUnitMemo } from '../../analysis/lower/units.ts';
export { readErrors } from '../../analysis/model/reference.ts';
export {
  mayReadAnything,
  mayReadEnvironment,
  mayReadSecrets,
} from '../../analysis/references/javascript/may-read.ts';
export { narrowedNames, narrowedReference } from '../../analysis/references/narrowed-names.ts';
export { isTestedLater, reachOfTest } from '../../analysis/references/tested-later.ts';
export { targetInString } from '../../analysis/syntax/string-target.ts';
export { wordsIn } from '../../analysis/syntax/words.ts';
export { createFollow } from '../../analysis/uses/arrivals.ts';
export { AssuredFields, distinctUses, heldNodes, useOf } from '../../analysis/uses/held-value.ts';
export { containsString, operatorOf } from '../../analysis/uses/text-sums.ts';
export { inEnglish, sentence } from '../../contracts/words.ts';
