import type { StepBudget } from '../flow/step-budget.ts';
import { createJavaScript } from './javascript/javascript.ts';
import { json } from './json/json.ts';
import type { Language } from './language.ts';
import { createPython } from './python/python.ts';

/** The languages by the editor's id: one row each. */
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
