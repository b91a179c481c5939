import { expect, it } from 'vitest';
import type { AuditRecord } from '../../../vault/storage/records.ts';
import type { AuditPage } from '../../../vault/storage/operations.ts';
import type { AuditFilter, Storage } from '../../../vault/storage/storage.ts';
import { bytes, entry, later, now } from './records.ts';

/** The audit log, however many entries were committed together. */
export function describeLog(given: () => Storage) {
  const seqs = (entries: readonly AuditRecord[]) => entries.map(({ seq }) => seq);
  /** Entries of one transaction, and thus of one commit. */
  const append = (count: number, changes: (seq: number) => Partial<AuditRecord> = () => ({})) =>
    given().transact(async (tx) => {
      for (let index = 0; index < count; index += 1) {
        await tx.appendAudit(({ seq }) => entry(seq + 1, { mac: bytes(seq + 1), ...changes(seq + 1) }));
      }
    });
  const head = async () => {
    const heads: unknown[] = [];
    await given().transactReading((tx) =>
      tx.appendAudit((at) => {
        heads.push(at);
        return entry(at.seq + 1);
      }),
    );
    return heads[0];
  };

  it('returns entries by their numbers, wherever a page begins and however they were committed', async () => {
    for (const count of [1, 5, 1, 1, 12, 3]) await append(count);
    const all = await given().auditAfter(0, 100);
    expect(seqs(all)).toEqual(Array.from({ length: 23 }, (_, index) => index + 1));
    expect(all.map(({ mac }) => mac)).toEqual(all.map(({ seq }) => bytes(seq)));
    for (const limit of [1, 4, 50]) {
      for (let after = 0; after <= 23; after += 1) {
        expect(seqs(await given().auditAfter(after, limit))).toEqual(seqs(all).slice(after, after + limit));
      }
    }
  });

  it('lists entries backwards by their content, wherever a page begins', async () => {
    const say = (seq: number): Partial<AuditRecord> => ({
      accountId: seq % 2 === 0 ? 'a' : 'b',
      secretName: `"${String(seq % 3)}"`,
      decision: seq % 4 === 0 ? 'allowed' : 'denied',
    });
    for (const count of [1, 5, 1, 1, 12, 3]) await append(count, say);
    const all = await given().auditAfter(0, 100);
    const filter = { secretName: '"1"', decision: 'allowed' } as const;
    const wanted = all.filter((one) => one.accountId === 'a').toReversed();
    const narrowed = wanted.filter((one) => one.secretName === '"1"' && one.decision === 'allowed');
    for (const [of, expected] of [
      [{}, wanted],
      [filter, narrowed],
    ] as const) {
      for (const limit of [1, 4, 50]) {
        for (const before of [undefined, 24, 23, 12, 7, 2]) {
          const { entries, next } = await given().look((view) => view.listAudit('a', { before, limit }, of));
          const rest = expected.filter(({ seq }) => seq < (before ?? 99));
          expect(entries).toEqual(rest.slice(0, limit));
          if (rest.length > limit) expect(next).toBe(entries.at(-1)?.seq);
        }
      }
    }
  });

  it('lists entries of several actions, of a user, and of a span of time', async () => {
    const at = (seq: number): string => `2026-01-01T${String(seq).padStart(2, '0')}:00:00.000Z`;
    const say = (seq: number): Partial<AuditRecord> => ({
      at: at(seq),
      action: ['secret.list', 'token.issue', 'value.read'][seq % 3] ?? '',
      userId: seq % 2 === 0 ? 'usr_even' : null,
    });
    for (const count of [1, 5, 1, 8]) await append(count, say);
    const list = async (filter: AuditFilter) => {
      const page = await given().look((view) =>
        view.listAudit('a', { before: undefined, limit: 99 }, filter),
      );
      return seqs(page.entries);
    };
    expect(await list({ actions: ['token.issue', 'value.read'] })).toEqual([
      14, 13, 11, 10, 8, 7, 5, 4, 2, 1,
    ]);
    expect(await list({ actions: ['value.*'], until: at(9) })).toEqual([8, 5, 2]);
    expect(await list({ actions: ['value.read'], userId: 'usr_even' })).toEqual([14, 8, 2]);
    expect(await list({ since: at(12) })).toEqual([15, 14, 13, 12]);
    expect(await list({ since: at(3), until: at(5) })).toEqual([4, 3]);
  });

  it('does not search what is older than the wanted span of time', async () => {
    await append(6_000, (seq) => ({ at: seq <= 500 ? now : later }));
    const list = (since: string) =>
      given().look((view) => view.listAudit('a', { before: 1_000, limit: 100 }, { since, actions: ['x'] }));
    expect(await list(later)).toEqual({ entries: [], next: undefined });
    const filter = { since: now, until: later };
    let count = 0;
    for (let before: number | undefined = 6_001; before !== undefined;) {
      const page: AuditPage = await given().look((view) =>
        view.listAudit('a', { before, limit: 100 }, filter),
      );
      count += page.entries.length;
      before = page.next;
    }
    expect(count).toBe(500);
  });

  it('distinguishes entries whose texts look like other columns', async () => {
    await append(2, (seq) => ({ secretName: seq === 1 ? 'a","b' : null, agentId: seq === 1 ? null : 'a' }));
    await append(1, () => ({ secretName: '\\u0000 \u{1F511} \n', address: null, version: null, code: null }));
    const { entries } = await given().look((view) =>
      view.listAudit('a', { before: undefined, limit: 9 }, { agentId: 'a' }),
    );
    expect(seqs(entries)).toEqual([2]);
    expect((await given().auditAfter(2, 1))[0]).toEqual(
      entry(3, {
        secretName: '\\u0000 \u{1F511} \n',
        address: null,
        version: null,
        code: null,
        mac: bytes(3),
      }),
    );
  });

  it('removes the beginning of the log, never more than requested and never its end', async () => {
    for (const count of [2, 4, 1, 3]) await append(count);
    const prune = (through: number) => given().transact((tx) => tx.pruneAudit(through));
    expect(await prune(0)).toBeUndefined();
    const removed = await prune(5);
    expect(removed).toBeGreaterThan(1);
    expect(removed).toBeLessThan(6);
    expect(seqs(await given().auditAfter(0, 1))).toEqual([(removed ?? 0) + 1]);
    const last = (await prune(1000)) ?? removed ?? 0;
    expect(last).toBeLessThan(10);
    expect(seqs(await given().auditAfter(0, 100))[0]).toBe(last + 1);
    expect(await head()).toEqual({ seq: 10, mac: bytes(10) });
    const { entries } = await given().look((view) => view.listAudit('a', { before: undefined, limit: 99 }));
    expect(seqs(entries).at(-1)).toBe(last + 1);
    expect((await given().look((view) => view.figures())).entries).toBe(11);
  });

  it('continues after an entry that was committed together with a failed one', async () => {
    const failing = given().transact(async (tx) => {
      await tx.appendAudit(({ seq }) => entry(seq + 1));
      throw new Error('changed my mind');
    });
    await Promise.allSettled([append(2), failing, append(1)]);
    expect(await head()).toEqual({ seq: 3, mac: bytes(3) });
  });
}
