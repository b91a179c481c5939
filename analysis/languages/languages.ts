import type { StepBudget } from '../flow/step-budget.ts';
import { createJavaScript } from './javascript.ts';
import { json } from './json.ts';
import type { Language } from '../source/language.ts';
import { createPython } from './python.ts';

/** The languages, keyed by the editor's language ID. */
export function createLanguages(
  functions: readonly string[],
  budget: StepBudget,
): ReadonlyMap<string, Language> {
  return new Map([
    ['javascript', createJavaScript('jsx', budget)],
    ['javascriptreact', createJavaScript('jsx', budget)],
    ['json', json],
    ['python', createPython(functions, budget)],
    ['typescript', createJavaScript('ts', budget)],
    ['typescriptreact', createJavaScript('ts jsx', budget)],
  ]);
}
