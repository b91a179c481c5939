import type { KnownAgent } from '../catalog/known-agent.ts';
import type { CodeAction } from '../model/feature-types.ts';
import type { SecretReference } from '../model/reference.ts';
import type { LocatedFinding } from '../rules/rule.ts';
import type { ParsedFile, Span } from '../model/parsed-file.ts';
import type { Translate } from '../../contracts/words.ts';

/** The information that fixes need about a file and its references. */
export interface FixContext {
  readonly file: ParsedFile;
  readonly known: KnownAgent | undefined;
  readonly translate: Translate;
  /**
   * Spells `name` for the literal whose content is at `content`. Undefined if the name cannot be written
   * there.
   */
  readonly spelled: (content: Span, name: string) => string | undefined;
  /** The fields that the code reads from the secret. */
  readonly fieldsUsed: (reference: SecretReference) => readonly string[];
  /** The expressions of the file that have values of secrets. */
  readonly held: () => readonly Span[];
  /** The literal in this file that supplies the name, if it is not in the call itself. */
  readonly writtenAt: (reference: SecretReference) => Span | undefined;
}

/**
 * One way to fix a finding. The result is undefined or empty if the fix does not apply here or to this user.
 */
export type Fix = (located: LocatedFinding, context: FixContext) => readonly CodeAction[];
