import type { AuditSubject } from './audit-subject.ts';

/** Groups of one crowd that can have their own entries at the same time; any others are counted together. */
const mostGroups = 64;

/** A refusal that may be repeated very often. */
export interface Refused {
  /** What is counted together, such as all uses of one key refused for the same reason. */
  readonly group: string;
  /** The larger group that it counts toward if there are too many groups. */
  readonly crowd: string;
  /** Appends an entry about the group, with this refusal's details. */
  readonly write: (subject: AuditSubject) => Promise<void>;
  /** Appends an entry about the crowd. */
  readonly writeForCrowd: (subject: AuditSubject) => Promise<void>;
}

interface Crowd {
  readonly groups: Map<string, Group>;
  readonly others: Group;
}

interface Group {
  /** Refusals since the last entry. */
  count: number;
  last: Refused['write'];
}

/**
 * Keeps senders from flooding the log with refusals that cost them nothing. The first refusal of a group is
 * recorded immediately; later ones are counted, and each period gets one entry with the count. A group
 * without refusals for a full period is forgotten. No refusal is lost, except those of the last period if the
 * process is killed.
 */
export class CountedRefusals {
  readonly #crowds = new Map<string, Crowd>();

  /** Rejects if the first refusal of a group cannot be written; the next one then counts as the first. */
  async record({ group, crowd, write, writeForCrowd }: Refused): Promise<void> {
    const { groups, others } = this.#crowdOf(crowd, writeForCrowd);
    const known = groups.get(group);
    if (known) return note(known, write);
    if (groups.size >= mostGroups) return note(others, writeForCrowd);
    groups.set(group, { count: 0, last: write });
    try {
      await write({ action: 'token.use' });
    } catch (error) {
      groups.delete(group);
      throw error;
    }
  }

  /** Call once per period, and at shutdown. Counts that cannot be written are kept for the next call. */
  async writeCounts(): Promise<void> {
    for (const [name, { groups, others }] of this.#crowds) {
      for (const [group, counted] of groups) {
        if (!(await writeCount(counted))) groups.delete(group);
      }
      if (!(await writeCount(others)) && groups.size === 0) this.#crowds.delete(name);
    }
  }

  #crowdOf(name: string, write: Refused['write']): Crowd {
    const known = this.#crowds.get(name);
    if (known) return known;
    const crowd: Crowd = { groups: new Map(), others: { count: 0, last: write } };
    this.#crowds.set(name, crowd);
    return crowd;
  }
}

function note(group: Group, write: Refused['write']): void {
  group.count += 1;
  group.last = write;
}

/** Returns whether there was anything to write. */
async function writeCount(group: Group): Promise<boolean> {
  const { count, last } = group;
  if (count === 0) return false;
  await last({ action: 'token.uses-refused', version: count });
  group.count -= count;
  return true;
}
