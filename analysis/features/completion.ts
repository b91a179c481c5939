import type { KnownAgent } from '../catalog/known-agent.ts';
import type { CompletionSite, CompletionTarget } from '../source/language.ts';
import type { ParsedFile } from '../model/parsed-file.ts';
import type { Say } from '../model/translator.ts';
import { completeFields } from './complete-fields.ts';
import { completeSecrets } from './complete-secrets.ts';
import { completeVariables, type KnownVariables } from './complete-variables.ts';
import type { Completion } from '../model/feature-types.ts';

/** A completion request. Expensive facts are computed only when they are needed. */
export interface CompletionRequest {
  readonly file: ParsedFile;
  readonly known: KnownAgent | undefined;
  readonly say: Say;
  /** False if a typed character triggered it. */
  readonly isAsked: boolean;
  readonly variables: (target: CompletionTarget) => KnownVariables;
}

/** One row per kind of completion. */
export function completion(
  site: CompletionSite | undefined,
  { file, known, say, isAsked, variables }: CompletionRequest,
): readonly Completion[] {
  if (site === undefined) return [];
  const { target } = site;
  if (site.kind === 'name' && site.dialect === 'environment')
    return completeVariables(file, target, variables(target), say);
  if (known === undefined) return [];
  return site.kind === 'field'
    ? completeFields(file, site.secrets, target, known)
    : completeSecrets(file, target, known, isAsked);
}
