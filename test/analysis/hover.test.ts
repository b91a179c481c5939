import { describe, expect, it } from 'vitest';
import { bookingAgent, open, secret } from '../support/analysis-fixture.ts';
import { cursorIn, hoverAt } from '../support/analysis-markers.ts';

describe('hovering over a name', () => {
  it('shows kind, fields, access and age', () => {
    expect(hoverAt('conv.utils.get_secret("book$0ing_api")')).toBe(
      [
        '`booking_api`',
        'Agent secret, key/value',
        'Fields: `client_id`, `client_secret`',
        'Updated 2026-11-02',
        'Access: **Booking** can read it.',
        '*Catalog complete, as of 2026-11-21*',
      ].join('\n\n'),
    );
  });

  it('says until when the access lasts, if it ends by itself', () => {
    const limited = secret('a', { accessUntil: '2026-12-03T14:00:00.000Z' });
    const text = hoverAt('conv.utils.get_secret("$0a")', bookingAgent({ secrets: [limited] }));
    expect(text).toMatch(/Access: \*\*Booking\*\* can read it until Dec 3\\, 2026/);
  });

  it('gives ages in words when the current time is known', () => {
    const context = { ...bookingAgent(), now: new Date('2026-11-21T10:00:00Z') };
    expect(hoverAt('conv.utils.get_secret("book$0ing_api")', context)).toContain('Updated 2 weeks ago');
  });

  it('shows no age when the time is invalid', () => {
    const odd = secret('a', { updatedAt: '2026-11-02T[x](command:evil)' });
    const context = { ...bookingAgent({ secrets: [odd] }), now: new Date('2026-11-21T10:00:00Z') };
    expect(hoverAt('conv.utils.get_secret("$0a")', context)).not.toContain('evil');
  });

  it('offers what the user can do with the secret', () => {
    const commandsAt = (marked: string, context = bookingAgent({ mayRequest: true })) => {
      const { code, offset } = cursorIn(marked);
      const { analyzer, file } = open(code);
      return analyzer.hover(file, offset, context)?.commands.map(({ title, argument }) => [title, argument]);
    };
    const granted = { name: 'booking_api', agentId: 'PROJECT-1' };
    const missing = { name: 'payroll_api', agentId: 'PROJECT-1' };
    expect(commandsAt('conv.utils.get_secret("$0booking_api")')).toEqual([
      ['Copy Name', granted],
      ['Show in Secrets View', granted],
    ]);
    expect(commandsAt('\nconv.utils.get_secret("$0payroll_api")')).toEqual([
      ['Request Access…', { ...missing, place: 'functions/start.py:2' }],
      ['Copy Name', missing],
      ['Show in Secrets View', missing],
    ]);
    const admin = bookingAgent({ mayRequest: true, mayGrant: true });
    expect(commandsAt('conv.utils.get_secret("$0payroll_api")', admin)).toHaveLength(2);
    expect(commandsAt('conv.utils.get_secret("no$0pe")')).toEqual([]);
    expect(commandsAt('conv.utils.get_secret("booking_api" if x$0 else "stripe_api_key")')).toEqual([]);
    expect(commandsAt('os.environ["booking$0_api"]')).toEqual([]);
  });

  it('shows the description', () => {
    expect(hoverAt('conv.utils.get_secret("$0stripe_api_key")')).toContain('Key of the shop');
  });

  it('says that access is missing', () => {
    expect(hoverAt('conv.utils.get_secret("payroll_api$0")')).toContain('**Booking** cannot read it yet');
  });

  it('says who has requested access, and when', () => {
    const at = '2026-11-21T09:55:00Z';
    const hoverWith = (by?: string) =>
      hoverAt('conv.utils.get_secret("payroll_api$0")', {
        ...bookingAgent({ requests: [{ name: 'payroll_api', at, ...(by !== undefined && { by }) }] }),
        now: new Date('2026-11-21T10:00:00Z'),
      });
    expect(hoverWith()).toContain('You requested it (5 minutes ago); an account admin decides.');
    const linked = hoverWith('Bo [x](y)');
    expect(linked).toContain('requested it (5 minutes ago)');
    expect(linked).not.toContain('[x](y)');
  });

  it('says that it does not exist, when that is certain', () => {
    const code = 'conv.utils.get_secret("no$0pe")';
    expect(hoverAt(code)).toContain('does not exist');
    expect(hoverAt(code, bookingAgent({ complete: false }))).toContain('not in the known secrets of');
  });

  it('says who has requested the new secret, and when', () => {
    const known = bookingAgent({ requests: [{ name: 'nope', at: '2026-11-21T09:55:00Z' }] });
    const text = hoverAt('conv.utils.get_secret("no$0pe")', {
      ...known,
      now: new Date('2026-11-21T10:00:00Z'),
    });
    expect(text).toContain('does not exist');
    expect(text).toContain('You requested it (5 minutes ago); an account admin decides.');
  });

  it('says that nothing is known', () => {
    expect(hoverAt('conv.utils.get_secret("a$0")', {})).toContain('To see details, sign in');
  });

  it('lists all that it may be', () => {
    const text = hoverAt('conv.utils.get_secret("booking_api" if x$0 else "stripe_api_key")');
    expect(text).toContain('One of 2 secrets:');
    expect(text).toContain('`stripe_api_key`');
  });

  it('explains step by step how a name written elsewhere was found', () => {
    const text = hoverAt('NAME = "booking_api"\nname = NAME\nconv.utils.get_secret(na$0me)');
    expect(text).toContain('How it was found:');
    expect(text).toContain('- `name` is set to `NAME`\\. \\(start\\.py\\:2\\)');
    expect(text).toContain('\\(start\\.py\\:1\\)');
  });

  it('omits the steps where the name is written at the call', () => {
    expect(hoverAt('conv.utils.get_secret("book$0ing_api")')).not.toContain('How it was found');
  });

  it('says that a name is computed at run time', () => {
    expect(hoverAt('conv.utils.get_secret(na$0me)')).toContain('computed at run time');
    expect(hoverAt('import os\nos.getenv(na$0me)')).toContain('computed at run time');
  });

  it('says why, as plain text', () => {
    const text = hoverAt('def f(conv, na_me):\n    conv.utils.get_secret(na_$0me)');
    const [, reason, ...others] = text?.split('\n\n') ?? [];
    expect(reason).toContain(String.raw`na\_me`);
    expect(others).toEqual([]);
  });

  it('explains environment secrets', () => {
    expect(hoverAt('process.env.CRM_$0TOKEN', {}, 'typescript')).toContain('Environment secret');
  });

  it('shows nothing elsewhere', () => {
    expect(hoverAt('conv.ut$0ils.get_secret("a")')).toBeUndefined();
    expect(hoverAt('aws.get_secret("a$0")')).toBeUndefined();
  });

  it('covers the name', () => {
    const { analyzer, file } = open('conv.utils.get_secret("a_b")');
    expect(analyzer.hover(file, 24, bookingAgent())?.range).toEqual({
      start: { line: 0, character: 23 },
      end: { line: 0, character: 26 },
    });
  });

  it('shows hostile names and descriptions as they are', () => {
    const hostile = secret('a`b', { description: '![x](https://e.example/p.png)\n\n# big <b>' });
    const text = hoverAt('conv.utils.get_secret("a`$0b")', bookingAgent({ secrets: [hostile] }));
    expect(text).toContain('`` a`b ``');
    expect(text).toContain(String.raw`\!\[x\]\(https\:\/\/e\.example\/p\.png\) \# big \<b\>`);
  });
});

describe('hovering over a name of which parts are known', () => {
  const code = 'conv.utils.get_secret(f"zendesk_{env}_a$0pi")';

  it('shows the known secrets that match', () => {
    const text = hoverAt(code);
    expect(text).toContain('partly computed at run time: `zendesk_*_api`');
    expect(text).toContain('`zendesk_prod_api`');
    expect(text).not.toContain('stripe_api_key');
  });

  it('shows how many match, and not all of them', () => {
    const many = Array.from({ length: 12 }, (_, number) => secret(`zendesk_${number}_api`));
    const text = hoverAt(code, bookingAgent({ secrets: many }));
    expect(text).toContain('One of 12 secrets:');
    expect(text).toContain('and 2 more');
  });

  it('says that none matches, without saying that there is none', () => {
    const text = hoverAt(code, bookingAgent({ secrets: [secret('crm')] }));
    expect(text).toContain('No known secret of **Booking** matches.');
    expect(text).not.toContain('does not exist');
  });

  it('states nothing without a catalog', () => {
    const text = hoverAt(code, {});
    expect(text).toContain(
      'Reads an agent secret whose name is partly computed at run time: `zendesk_*_api`',
    );
    expect(text).not.toContain('fits');
  });
});

describe('hovering over a deprecated secret', () => {
  it('says what to use instead', () => {
    const vault = bookingAgent({ secrets: [secret('old', { deprecated: { replacement: 'n`ew' } })] });
    expect(hoverAt('conv.utils.get_secret("ol$0d")', vault)).toContain('Deprecated: use `` n`ew `` instead.');
  });

  it('says only that it is deprecated when nothing replaces it', () => {
    const vault = bookingAgent({ secrets: [secret('old', { deprecated: {} })] });
    expect(hoverAt('conv.utils.get_secret("ol$0d")', vault)).toContain('Deprecated.');
  });
});

describe('hovering over a variable of the environment', () => {
  const having = (...environment: readonly string[]) => ({
    knowledge: { environment, mayGrant: false, mayCreate: false },
  });
  const code = 'process.env.CRM_$0TOKEN';

  it.each([
    ['says that the person has it', having('CRM_TOKEN'), 'You have an environment secret'],
    ['says that the person has it not', having('OTHER'), 'You have no environment secret'],
  ])('%s', (_, context, expected) => {
    expect(hoverAt(code, context, 'typescript')).toContain(expected);
  });

  it('says neither when that is unknown', () => {
    expect(hoverAt(code, {}, 'typescript')).not.toContain('among');
  });
});
