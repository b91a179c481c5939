import type { ProgramWriter } from '../program-writer.ts';

/** One way in which a name reaches a read. */
export interface Flow {
  /** Its name in the table. */
  readonly kind: string;
  readonly write: (writer: ProgramWriter) => void;
}
