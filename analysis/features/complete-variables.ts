import type { CompletionTarget } from '../languages/language.ts';
import type { SecretReference } from '../reference.ts';
import type { ParsedFile } from '../source/parsed-file.ts';
import type { Completion } from './feature-types.ts';
import { writtenAt } from './insertion.ts';

/** Environment variables that the file already reads elsewhere. */
export function completeVariables(
  file: ParsedFile,
  target: CompletionTarget,
  references: readonly SecretReference[],
): readonly Completion[] {
  const elsewhere = references.filter(
    ({ dialect, span }) => dialect === 'environment' && span.start !== target.span.start,
  );
  const names = new Set(elsewhere.flatMap((reference) => reference.names).filter((name) => name !== ''));
  const replace = file.rangeOf(target.span);
  return [...names].toSorted().map((name) => ({
    label: name,
    kind: 'variable',
    detail: 'environment variable',
    documentation: '',
    replace,
    insertText: writtenAt(target, name),
    sortText: name,
    filterText: name,
  }));
}
