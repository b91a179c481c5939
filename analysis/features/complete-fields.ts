import type { KnownAgent } from '../catalog/known-agent.ts';
import type { CompletionTarget } from '../languages/language.ts';
import type { ParsedFile } from '../source/parsed-file.ts';
import type { Completion } from './feature-types.ts';
import { writtenAt } from './insertion.ts';
import { code } from './markdown.ts';

/** The fields of the secrets that a value may be, in the order in which they were given. */
export function completeFields(
  file: ParsedFile,
  secrets: readonly string[],
  target: CompletionTarget,
  known: KnownAgent,
): readonly Completion[] {
  const replace = file.rangeOf(target.span);
  const offered = new Map<string, Completion>();
  for (const name of secrets) {
    for (const field of known.index.find(name)?.fields ?? []) {
      if (offered.has(field) || !fits(target, field)) continue;
      offered.set(field, {
        label: field,
        kind: 'field',
        detail: known.say('field of {name}', { name }),
        documentation: known.say('Field of the secret {name}', { name: code(name) }),
        replace,
        insertText: writtenAt(target, field),
        sortText: String(offered.size).padStart(4, '0'),
        filterText: field,
      });
    }
  }
  return [...offered.values()];
}

/** Without quotes only a word can stand there: `creds.client-id` is a subtraction. */
function fits({ quote }: CompletionTarget, field: string): boolean {
  return quote !== '' || /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(field);
}
