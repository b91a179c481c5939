import { describe, expect, it } from 'vitest';
import { auditActions } from '../../contracts/audit-actions.ts';
import { type AuditView, isAuditView } from '../../contracts/audit-messages.ts';
import { isView } from '../../contracts/audit-views.ts';
import type { AuditEvent, AuditPage } from '../../contracts/vault-api/audit.ts';
import { exportText } from '../../client/panels/audit-export.ts';
import { auditPeople, auditSearch, firstAuditView, isInView } from '../../client/panels/audit-search.ts';
import { EventPages } from '../../client/panels/event-pages.ts';
import { namesOf } from '../../client/panels/shown-events.ts';

const now = Date.parse('2026-11-21T12:00:00.000Z');

function event(seq: number, changes: Partial<AuditEvent> = {}): AuditEvent {
  return {
    seq,
    at: '2026-11-21T12:00:00.000Z',
    actorId: 'tok_1',
    actorRole: 'author',
    action: 'secret.create',
    decision: 'allowed',
    granted: [],
    revoked: [],
    requestId: 'req_1',
    ...changes,
  };
}

const viewOf = (changes: Partial<AuditView>): AuditView => ({ ...firstAuditView, ...changes });

describe('the filter of the audit log', () => {
  it('asks the vault for what it can filter', () => {
    expect(auditSearch(firstAuditView, now)).toEqual({});
    const all = { outcome: 'denied', who: 'userId usr_1', secret: 'guest_crm', agentId: 'P-1' } as const;
    expect(auditSearch(viewOf({ ...all, kind: 'reads', period: '24h' }), now)).toEqual({
      action: 'value.*',
      decision: 'denied',
      userId: 'usr_1',
      secretName: 'guest_crm',
      agentId: 'P-1',
      since: '2026-11-20T12:00:00.000Z',
    });
    expect(auditSearch(viewOf({ who: 'actorId tok_9' }), now)).toEqual({ actorId: 'tok_9' });
  });

  it('limits the time only to dates that are complete and chosen', () => {
    const since = '2026-11-01T00:00:00.000Z';
    expect(auditSearch(viewOf({ period: 'dates', since }), now)).toEqual({ since });
    expect(auditSearch(viewOf({ period: 'any', since, until: since }), now)).toEqual({});
  });

  it('puts every action into exactly one group', () => {
    const kinds = ['secrets', 'access', 'reads', 'people', 'agents', 'environment', 'vault'] as const;
    const groups = kinds.map((kind) => (auditSearch(viewOf({ kind }), now).action ?? '').split(','));
    const isIn = (action: string, group: readonly string[]): boolean =>
      group.some((one) => (one.endsWith('*') ? action.startsWith(one.slice(0, -1)) : one === action));
    for (const action of auditActions)
      expect([action, groups.filter((group) => isIn(action, group)).length]).toEqual([action, 1]);
  });

  it('shows views only on request, and what was refused always', () => {
    const view = event(1, { action: 'audit.list' });
    const refused = event(2, { action: 'audit.list', decision: 'denied' });
    const read = event(3, { action: 'value.read' });
    const shown = (kind: AuditView['kind']): readonly number[] =>
      [view, refused, read].filter((one) => isInView(viewOf({ kind }), one)).map(({ seq }) => seq);
    expect(shown('activity')).toEqual([2, 3]);
    expect(shown('views')).toEqual([1, 2]);
    expect(shown('all')).toEqual([1, 2, 3]);
  });

  it('knows which actions only look at something, or belong to the log itself', () => {
    const views = auditActions.filter((action) => isView({ action }));
    expect(views).toEqual(
      expect.arrayContaining(['access.read', 'secret.list', 'user.list', 'events.follow']),
    );
    expect(views.filter((action) => !/list$|read$|describe$|follow$/.test(action))).toEqual([
      'audit.checkpoint',
    ]);
    expect(views).not.toContain('value.read');
    expect(views).not.toContain('environment.read');
  });

  it('offers users, and tokens that belong to none', () => {
    const users = [
      { id: 'usr_2', name: 'Zoe' },
      { id: 'usr_1', name: 'Ada' },
    ];
    const tokens = [
      { id: 'tok_1', name: 'Laptop', userId: 'usr_1' },
      { id: 'tok_9', name: 'Deployment' },
    ];
    expect(auditPeople(users, tokens)).toEqual([
      { key: 'userId usr_1', name: 'Ada' },
      { key: 'userId usr_2', name: 'Zoe' },
      { key: 'actorId tok_9', name: 'Deployment' },
    ]);
  });

  it('is restored only if it is complete', () => {
    expect(isAuditView(firstAuditView)).toBe(true);
    for (const wrong of [undefined, {}, { ...firstAuditView, kind: 'constructor' }])
      expect(isAuditView(wrong)).toBe(false);
  });
});

describe('the pages of the audit log', () => {
  it('continue where the previous one ended, also after a failure', async () => {
    const log = logOf(60);
    const pages = pagesOf(log);
    expect(seqs(await pages.again())).toEqual(range(60, 36));
    log.fails = true;
    await expect(pages.next()).rejects.toThrow('unreachable');
    log.fails = false;
    log.add(1);
    expect(seqs(await pages.next())).toEqual(range(35, 11));
    const last = await pages.next();
    expect([seqs(last), last.more]).toEqual([range(10, 1), false]);
  });

  it('get the events that are new since, once', async () => {
    const log = logOf(60);
    const pages = pagesOf(log);
    await pages.again();
    log.add(2);
    expect((await pages.newer())?.map(({ seq }) => seq)).toEqual([62, 61]);
    expect(await pages.newer()).toEqual([]);
    expect(seqs(await pages.next())).toEqual(range(35, 11));
  });

  it('are loaded again if too much is new', async () => {
    const log = logOf(60);
    const pages = pagesOf(log);
    await pages.again();
    log.add(200);
    expect(await pages.newer()).toBeUndefined();
    expect(seqs(await pages.again())).toEqual(range(260, 236));
  });

  it('pause in a long log without matches, and continue on request', async () => {
    const log = logOf(0);
    log.emptyPages = 50;
    const pages = pagesOf(log);
    expect(await pages.again()).toEqual({ events: [], more: true });
    expect(log.requests).toBeLessThan(15);
    for (let more = true; more;) ({ more } = await pages.next());
    expect(log.requests).toBe(50);
  });

  it('say which events were pruned, after the last one', async () => {
    const log = logOf(30);
    log.pruned = { through: 3, lastAt: '2026-01-01T00:00:00.000Z', at: '2026-02-01T00:00:00.000Z' };
    const pages = pagesOf(log);
    expect(await pages.again()).not.toHaveProperty('pruned');
    expect(await pages.next()).toMatchObject({ more: false, pruned: { through: 3 } });
  });
});

describe('the exported audit log', () => {
  const names = namesOf(
    [{ id: 'tok_1', name: 'Laptop', userId: 'usr_1' }],
    [{ id: 'usr_1', name: '=HYPERLINK("x")' }],
    [{ agentId: 'P-1', agentName: 'Hotel Booking' }],
  );
  const events = [
    event(2, { action: 'access.change', secretName: 'crm', agentId: 'P-1', granted: ['P-1', 'P-2'] }),
    event(1, { decision: 'denied', code: 'Forbidden', address: '127.0.0.1' }),
  ];

  it('is a table with names, in which no cell is a formula', () => {
    const [head, first, second] = exportText('csv', { events }, names).split('\r\n');
    expect(head).toMatch(/^\uFEFF"seq","at","actorId".*"actor","agent"$/);
    expect(first).toContain('"crm","P-1","","","P-1 P-2"');
    expect(first).toMatch(/"'=HYPERLINK\(""x""\)","Hotel Booking"$/);
    expect(second).toContain('"denied","Forbidden"');
  });

  it('is JSON as the command line prints it', () => {
    expect(JSON.parse(exportText('json', { events }, names))).toEqual({ events });
  });
});

interface Log {
  fails: boolean;
  emptyPages: number;
  requests: number;
  pruned?: NonNullable<AuditPage['pruned']>;
  readonly add: (count: number) => void;
  readonly pages: () => AsyncGenerator<AuditPage>;
}

/** A log with the events 1 to `count`, in pages of 20. */
function logOf(count: number): Log {
  let newest = count;
  const log: Log = {
    fails: false,
    emptyPages: 0,
    requests: 0,
    add: (more) => (newest += more),
    async *pages() {
      for (let empty = log.emptyPages; empty > 0; empty -= 1) {
        log.requests += 1;
        yield { events: [], ...(empty > 1 && { nextCursor: String(empty) }) };
      }
      for (let seq = newest; seq > 0; seq -= 20) {
        log.requests += 1;
        // As on a network, which never answers immediately.
        await Promise.resolve();
        if (log.fails) throw new Error('unreachable');
        const events = range(seq, Math.max(1, seq - 19)).map((one) => event(one));
        yield {
          events,
          ...(seq > 20 && { nextCursor: String(seq) }),
          ...(log.pruned && { pruned: log.pruned }),
        };
      }
    },
  };
  return log;
}

function pagesOf(log: Log): EventPages {
  const known = { names: () => namesOf([], [], []), requests: () => Promise.resolve([]) };
  return new EventPages(known, { pages: log.pages, isShown: () => true });
}

function seqs({ events }: { readonly events: readonly { readonly seq: number }[] }): readonly number[] {
  return events.map(({ seq }) => seq);
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: from - to + 1 }, (_, index) => from - index);
}
