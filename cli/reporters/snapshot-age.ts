import { visible } from '../../contracts/visible-text.ts';

const dayMs = 86_400_000;

/** In days. Grants and names change often enough for an older snapshot to mislead. */
const oldDays = 30;

/** The age of a catalog snapshot, as reported. */
export interface SnapshotAge {
  /** ISO 8601, as the file contains it. */
  readonly asOf: string;
  /** Whole days. */
  readonly ageDays: number;
}

/** Undefined if the file contains an invalid time. */
export function snapshotAge(asOf: string, now: string): SnapshotAge | undefined {
  const ms = Date.parse(now) - Date.parse(asOf);
  return Number.isNaN(ms) ? undefined : { asOf, ageDays: Math.max(0, Math.floor(ms / dayMs)) };
}

export function isOld({ ageDays }: SnapshotAge): boolean {
  return ageDays > oldDays;
}

/** A note such as `note: catalog.json is 3 days old.` */
export function ageNote(file: string, age: SnapshotAge): string {
  return `${isOld(age) ? 'warning' : 'note'}: ${ageSentence(age, visible(file))}`;
}

/** A sentence such as `The catalog snapshot is 3 days old.`, with the remedy if it is old. */
export function ageSentence(age: SnapshotAge, subject = 'The catalog snapshot'): string {
  const { ageDays } = age;
  const days = ageDays === 0 ? 'less than a day' : `${ageDays} ${ageDays === 1 ? 'day' : 'days'}`;
  if (!isOld(age)) return `${subject} is ${days} old.`;
  return `${subject} is ${days} old, so findings may be wrong. Write it again with \`agent-secrets catalog export\`.`;
}
