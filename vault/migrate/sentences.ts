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
      return `${from} holds part of a copy itself. Finish that first, or move from where the whole vault is.`;
    case 'moved':
      return `The vault of ${from} was moved already. Move from where it is now.`;
    case 'older':
      return `An older version of the vault wrote ${from}. Start it once with this one (agent-secrets vault serve), then move it.`;
    case 'occupied':
      return `${to} has a vault already. Name an empty database, or a folder without vault.db.`;
    case 'of-another':
      return `${to} holds part of another vault. Name an empty database or folder.`;
    case 'changed':
      return `${from} changed while it was copied. Stop every vault that uses it, then run this again.`;
    case 'different':
      return `The copy is not the same as ${from} (${where}). Run this again with --start-over. ${nothingMoved}`;
    case 'damaged':
      return `The copy is the same as ${from}, but that is not what the vault wrote (${where}). Restore it from a backup first. ${nothingMoved}`;
  }
}

const nothingMoved = 'Nothing was moved: the vault goes on where it was.';
