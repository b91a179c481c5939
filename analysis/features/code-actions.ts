import type { Range } from '../../contracts/lsp-messages.ts';
import type { KnownAgent } from '../catalog/known-agent.ts';
import { fixes } from '../fixes/index.ts';
import type { SecretReference } from '../reference.ts';
import type { ParsedFile } from '../source/parsed-file.ts';
import type { CodeAction } from './feature-types.ts';
import { findings } from './findings.ts';

/** The fixes for findings that touch `range`. */
export function codeActions(
  file: ParsedFile,
  references: readonly SecretReference[],
  range: Range,
  known: KnownAgent | undefined,
  fieldsUsed: (reference: SecretReference) => readonly string[],
): readonly CodeAction[] {
  if (known === undefined) return [];
  const [start, end] = [file.offsetAt(range.start), file.offsetAt(range.end)];
  const touched = references.filter(({ span }) => span.start <= end && start <= span.end);
  return findings(file, touched, known).flatMap((located) => {
    const context = { file, known, fieldsUsed: () => fieldsUsed(located.reference) };
    return fixes[located.finding.rule].flatMap((fix) => fix(located, context));
  });
}
