import { limits } from '../../contracts/secret.ts';
import { steersPrograms } from '../../contracts/variable-name.ts';

/** Why the vault would reject the name of an environment secret. */
export type VariableNameProblem = 'empty' | 'taken' | 'too-long' | 'wrong-form' | 'steers-programs';

export function variableNameProblem(name: string, taken: readonly string[]): VariableNameProblem | undefined {
  if (name === '') return 'empty';
  if (!/^[A-Z_][A-Z0-9_]*$/.test(name)) return 'wrong-form';
  if (name.length > limits.nameLength) return 'too-long';
  if (steersPrograms(name)) return 'steers-programs';
  return taken.includes(name) ? 'taken' : undefined;
}

/** The closest name that the vault would accept: `stripe api-key` becomes `STRIPE_API_KEY`. */
export function suggestedVariableName(text: string): string {
  const words = text
    .trim()
    .replaceAll(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .toUpperCase();
  return /^\d/.test(words) ? `_${words}` : words;
}

/** Whether the name shows what kind of credential it is, as readers expect. */
export function followsVariableConvention(name: string): boolean {
  return /_(?:API_KEY|KEY|TOKEN|SECRET|PASSWORD|URL|ID)$/.test(name);
}
