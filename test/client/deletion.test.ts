import { describe, expect, it } from 'vitest';
import { inEnglish as t } from '../../contracts/words.ts';
import { deletedText, type DeletionImpact, impactLines } from '../../client/commands/deletion-impact.ts';
import { VaultError } from '../../vault-client/index.ts';
import { doneOf } from '../../client/commands/one-by-one.ts';

const texts = { t, ageOf: (time: string) => `at ${time}` };

function impact(name: string, change: Partial<DeletionImpact> = {}): DeletionImpact {
  return { name, agents: [], places: [], maybe: [], ...change };
}

describe('before a secret is deleted', () => {
  it('the user reads which agents have access, when one read it last, and where this workspace reads it', () => {
    const all = { agents: ['Booking', 'Orders'], lastRead: '2026-11-21T09:00:00Z', places: ['pay.py:3'] };
    expect(impactLines([impact('stripe', all)], texts)).toEqual([
      '2 agents can read it: Booking, Orders',
      'Last read at 2026-11-21T09:00:00Z',
      'Code in this workspace reads it here:',
      '• pay.py:3',
    ]);
  });

  it('a secret that no workspace code reads, but other agents can, is not called unused', () => {
    const lines = impactLines([impact('stripe', { agents: ['Far Away'], lastRead: null })], texts);
    expect(lines).toEqual([
      '1 agent can read it: Far Away',
      'The audit log contains no read of it.',
      'No code in this workspace reads it.',
    ]);
  });

  it('a secret that code may read by a name chosen at run time is not called unused', () => {
    const change = { agents: ['Booking'], maybe: ['concierge.py:15'] };
    expect(impactLines([impact('stripe', change)], texts)).toEqual([
      '1 agent can read it: Booking',
      'Code that chooses a name at run time may read it here:',
      '• concierge.py:15',
    ]);
    const [line] = impactLines([impact('stripe', change), impact('other')], texts);
    expect(line).toBe('• stripe – 1 agent, maybe used in this workspace (dynamic)');
  });

  it('what the user is not allowed to know is not claimed', () => {
    expect(impactLines([impact('stripe')], texts)).toEqual([
      'No agent can read it.',
      'No code in this workspace reads it.',
    ]);
  });

  it('many agents and places are counted, so that the button stays in view', () => {
    const many = Array.from({ length: 30 }, (_, index) => `a${index}`);
    const lines = impactLines([impact('stripe', { agents: many, places: many })], texts);
    expect(lines[0]).toBe('30 agents can read it: a0, a1, a2, a3, a4, and 25 more');
    expect(lines.at(-1)).toBe('and 20 more');
  });

  it('several secrets have one line each', () => {
    const some = [
      impact('stripe', { agents: ['Booking'], lastRead: '2026-11-21T09:00:00Z', places: ['a:1', 'b:2'] }),
      impact('unused', { lastRead: null }),
    ];
    expect(impactLines(some, texts)).toEqual([
      '• stripe – 1 agent, last read at 2026-11-21T09:00:00Z, 2 places in this workspace',
      '• unused – no agents, never read, not used in this workspace',
    ]);
  });
});

describe('deleting several secrets', () => {
  const failing = async (name: string): Promise<void> => {
    if (name === 'b') throw new VaultError('VersionConflict', 'Cannot delete "b": it was changed.');
    return Promise.resolve();
  };

  it('continues after a failure, and tells what was deleted and what was not', async () => {
    const done = await doneOf(['a', 'b', 'c'], failing);
    expect(done.succeeded).toEqual(['a', 'c']);
    expect(deletedText(done, t)).toBe('Deleted 2 of 3 secrets. Cannot delete "b": it was changed.');
  });

  it('does not hide an error of the program', async () => {
    await expect(doneOf(['a'], () => Promise.reject(new TypeError('bug')))).rejects.toThrow('bug');
  });

  it('has one short result if all succeed', async () => {
    expect(deletedText(await doneOf(['a'], failing), t)).toBe('$(check) Secret "a" deleted');
    expect(deletedText(await doneOf(['a', 'c'], failing), t)).toBe('$(check) 2 secrets deleted');
  });
});
