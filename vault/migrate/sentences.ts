import type { CopyRefused } from '../domain/copy/copy-refused.ts';

interface Names {
  readonly from: string;
  readonly to: string;
}

/** Why a vault was not moved and what to do, for the person moving it. */
export function sentenceOf({ problem, where = '' }: CopyRefused, { from, to }: Names): string {
  switch (problem) {
    case 'no-vault':
      return `There is no vault in ${from}.`;
    case 'half':
      return `${from} contains an unfinished copy. Finish that copy first, or move the complete vault instead.`;
    case 'moved':
      return `The vault in ${from} was already moved. Move it from its new place.`;
    case 'older':
      return `An older version of the vault wrote ${from}. Start it once with this one (agent-secrets vault serve), then move it.`;
    case 'occupied':
      return `${to} already has a vault. Use an empty database, or a folder without vault.db.`;
    case 'of-another':
      return `${to} contains an unfinished copy of another vault. Use an empty database or folder.`;
    case 'changed':
      return `${from} changed during the copy. Stop every vault that uses it, then run this command again.`;
    case 'different':
      return `The copy differs from ${from} (${where}). Run this command again with --start-over. ${nothingMoved}`;
    case 'damaged':
      return `The copy matches ${from}, but the source is not what the vault wrote (${where}). Restore it from a backup first. ${nothingMoved}`;
  }
}

const nothingMoved = 'Nothing was moved. You can still use the vault in its old place.';
