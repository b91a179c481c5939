import type { AuditSubject } from './audit-subject.ts';

/** Groups of one crowd that have entries of their own at the same time; what is beyond is counted together. */
const mostGroups = 64;

/** Something that was refused, and may be refused very often. */
export interface Refused {
  /** What is counted together: such as all uses of one key that were refused for one reason. */
  readonly group: string;
  /** The larger group in which it counts when there are too many groups. */
  readonly crowd: string;
  /** Appends an entry about the group, as of this refusal. */
  readonly write: (subject: AuditSubject) => Promise<void>;
  /** The same about the crowd. */
  readonly writeForCrowd: (subject: AuditSubject) => Promise<void>;
}

interface Crowd {
  readonly groups: Map<string, Group>;
  readonly others: Group;
}

interface Group {
  /** Since the last entry. */
  count: number;
  last: Refused['write'];
}

/**
 * Keeps the log from being filled by refusals that cost their sender nothing. The first of a group has an
 * entry at once; those after it are counted, and every period has one entry with their number. A group
 * that was quiet for a period is forgotten. None is lost, but those of the last period with the process.
 */
export class CountedRefusals {
  readonly #crowds = new Map<string, Crowd>();

  /** Rejects when the first of a group cannot be written; the next one is the first then. */
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

  /** To be called once in each period, and at the end. What cannot be written is kept, and counted on. */
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

/** Whether there was anything to write. */
async function writeCount(group: Group): Promise<boolean> {
  const { count, last } = group;
  if (count === 0) return false;
  await last({ action: 'token.uses-refused', version: count });
  group.count -= count;
  return true;
}
