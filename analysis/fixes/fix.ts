import type { KnownAgent } from '../catalog/known-agent.ts';
import type { CodeAction } from '../features/feature-types.ts';
import type { LocatedFinding } from '../features/findings.ts';
import type { ParsedFile } from '../source/parsed-file.ts';

export interface FixContext {
  readonly file: ParsedFile;
  readonly known: KnownAgent | undefined;
  /** Fields that the code reads from the secret. */
  readonly fieldsUsed: () => readonly string[];
}

/** One way to mend a finding; undefined or empty when it is none here, or not for this person. */
export type Fix = (located: LocatedFinding, context: FixContext) => readonly CodeAction[];
