import type { StepBudget } from '../flow/step-budget.ts';
import { createJavaScript } from './javascript.ts';
import { json } from './json.ts';
import type { ProjectFunctions } from '../libraries/project-functions.ts';
import type { Language } from '../source/language.ts';
import { createPython } from './python.ts';

/** The languages, keyed by the editor's language ID. */
export function createLanguages(
  functions: ProjectFunctions,
  budget: StepBudget,
): ReadonlyMap<string, Language> {
  return new Map([
    ['javascript', createJavaScript('jsx', functions, budget)],
    ['javascriptreact', createJavaScript('jsx', functions, budget)],
    ['json', json],
    ['python', createPython(functions, budget)],
    ['typescript', createJavaScript('ts', functions, budget)],
    ['typescriptreact', createJavaScript('ts jsx', functions, budget)],
  ]);
}
