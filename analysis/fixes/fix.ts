import type { KnownAgent } from '../catalog/known-agent.ts';
import type { CodeAction } from '../model/feature-types.ts';
import type { SecretReference } from '../model/reference.ts';
import type { LocatedFinding } from '../rules/rule.ts';
import type { ParsedFile, Span } from '../model/parsed-file.ts';
import type { Translate } from '../../contracts/words.ts';

/** What fixes need to know about a file and its references. */
export interface FixContext {
  readonly file: ParsedFile;
  readonly known: KnownAgent | undefined;
  readonly translate: Translate;
  /** `name` spelled for the literal whose content is at `content`; undefined if it cannot be written. */
  readonly spelled: (content: Span, name: string) => string | undefined;
  /** Fields that the code reads from the secret. */
  readonly fieldsUsed: (reference: SecretReference) => readonly string[];
  /** The literal of this file that supplies the name, if it is not in the call itself. */
  readonly writtenAt: (reference: SecretReference) => Span | undefined;
}

/** One way to fix a finding; undefined or empty if it does not apply here or to this user. */
export type Fix = (located: LocatedFinding, context: FixContext) => readonly CodeAction[];
