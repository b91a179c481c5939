import type { KnownAgent } from '../catalog/known-agent.ts';
import type { CompletionSite } from '../languages/language.ts';
import type { SecretReference } from '../reference.ts';
import type { ParsedFile } from '../source/parsed-file.ts';
import { completeFields } from './complete-fields.ts';
import { completeSecrets } from './complete-secrets.ts';
import { completeVariables } from './complete-variables.ts';
import type { Completion } from './feature-types.ts';

/** One row for each thing that can be completed. `references` is asked only where it is needed. */
export function completion(
  file: ParsedFile,
  site: CompletionSite | undefined,
  known: KnownAgent | undefined,
  references: () => readonly SecretReference[],
): readonly Completion[] {
  if (site === undefined) return [];
  if (site.kind === 'field')
    return known === undefined ? [] : completeFields(file, site.secrets, site.target, known);
  if (site.dialect === 'environment') return completeVariables(file, site.target, references());
  return known === undefined ? [] : completeSecrets(file, site.target, known);
}
