import type { KnownAgent } from '../catalog/known-agent.ts';
import type { CompletionTarget } from '../source/language.ts';
import type { ParsedFile } from '../model/parsed-file.ts';
import type { Completion } from '../model/feature-types.ts';
import { insertionAt } from './insertion.ts';
import { code } from './markdown.ts';

/** The fields of the secrets that a value may be, in the order of `secrets`. */
export function completeFields(
  file: ParsedFile,
  secrets: readonly string[],
  target: CompletionTarget,
  known: KnownAgent,
): readonly Completion[] {
  const insertion = insertionAt(file, target);
  const offered = new Map<string, Completion>();
  for (const name of secrets) {
    for (const field of known.index.find(name)?.fields ?? []) {
      const written = insertion(field);
      if (offered.has(field) || written === undefined) continue;
      offered.set(field, {
        label: field,
        kind: 'field',
        detail: known.say('field of {name}', { name }),
        documentation: known.say('Field of the secret {name}', { name: code(name) }),
        ...written,
        sortText: String(offered.size).padStart(4, '0'),
      });
    }
  }
  return [...offered.values()];
}
