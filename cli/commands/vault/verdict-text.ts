import type { Verdict } from '../../../vault/operator/verify.ts';
import type { VerifiedCopy } from '../../../vault/operator/verify-copy.ts';
import { counted } from '../../output/table.ts';
import { visible } from '../../../contracts/visible-text.ts';

const faults: Readonly<Record<NonNullable<Verdict['fault']>['what'], string>> = {
  missing: 'is missing',
  edited: 'was edited',
  reordered: 'was put in another place',
  cut: 'is missing: the log was cut, or the database is an older copy',
  rewritten: 'is not the one that a checkpoint signed',
  checkpoint: 'has a checkpoint that this vault did not sign',
  segment: 'begins a segment that is missing or is not what this vault sealed',
  snapshot: 'follows a record of pruned entries that this vault did not sign',
};

/** Lists the findings, one per line. Only the first broken entry is shown, with its number. */
export function verdictText(
  { entries, checkpoints, fault, rows, pruned, damage }: Verdict,
  hasSegments = false,
): string {
  if (damage !== undefined) return visible(`Broken: ${damage}`);
  if (fault) {
    return `Broken: entry ${String(fault.seq)} ${faults[fault.what]}. Intact before it: ${amount(entries)}.`;
  }
  const good = `Intact: ${amount(entries)}, ${counted(checkpoints, 'checkpoint')}.`;
  const notes = pruned ? [good, prunedText(pruned, hasSegments)] : [good];
  if (rows.length === 0) return notes.join('\n');
  const broken = rows.map((row) => visible(`Broken: ${brokenRow(row)}.`));
  return [...notes, ...broken].join('\n');
}

function brokenRow({ row, id, what }: Verdict['rows'][number]): string {
  const name = row === 'end' ? `the record that ${id} has ended` : `${row} ${id}`;
  return what === 'unknown' ? `${name} is not in the audit log` : `${name} was ${what}`;
}

/** Describes the entries that only exist in exported segments. */
function prunedText({ through, lastAt }: NonNullable<Verdict['pruned']>, hasSegments: boolean): string {
  const entries = `Entries 1 to ${through.toLocaleString('en')}, until ${lastAt},`;
  return hasSegments
    ? `${entries} were verified in their exported segments.`
    : `${entries} were pruned after their export. Add --segments PLACE to verify them one by one.`;
}

export function contentsOf({ verdict, secrets, signedAt }: VerifiedCopy): string {
  const signed = signedAt === undefined ? '' : `, signed at ${signedAt}`;
  return `${counted(secrets, 'secret')}, ${amount(verdict.entries)} of the audit log${signed}`;
}

function amount(entries: number): string {
  return entries === 1 ? '1 entry' : `${entries.toLocaleString('en')} entries`;
}
