import { createJavaScript } from './javascript/javascript.ts';
import { json } from './json/json.ts';
import type { Language } from './language.ts';
import { createPython } from './python/python.ts';

/** The languages by the editor's id: one row each. */
export function createLanguages(functions: readonly string[]): ReadonlyMap<string, Language> {
  return new Map([
    ['javascript', createJavaScript('jsx')],
    ['javascriptreact', createJavaScript('jsx')],
    ['json', json],
    ['python', createPython(functions)],
    ['typescript', createJavaScript('ts')],
    ['typescriptreact', createJavaScript('ts jsx')],
  ]);
}
