import { describe, expect, it } from 'vitest';
import { commandIds } from '../../contracts/ids.ts';
import { bookingAgent, open, secret } from '../support/analysis-fixture.ts';
import { edited, fixed, fixesAt } from '../support/analysis-markers.ts';

/** Without the fixes that suppress the finding, which every finding has. */
const fixing = (...given: Parameters<typeof fixesAt>): ReturnType<typeof fixesAt> =>
  fixesAt(...given).filter(({ title }) => !title.startsWith('Ignore '));

const titles = (...given: Parameters<typeof fixesAt>): readonly string[] =>
  fixing(...given).map(({ title }) => title);

describe('for a misspelt name', () => {
  const misspelt = 'conv.utils.get_secret("strpe_api$0_key")';

  it('offers the nearest name with one click', () => {
    expect(fixed(misspelt, 'Change to "stripe_api_key"')).toBe('conv.utils.get_secret("stripe_api_key")');
    expect(fixesAt(misspelt)[0]?.preferred).toBe(true);
  });

  it('prefers no name when several are equally near', () => {
    const vault = bookingAgent({ secrets: [secret('crm_key_1'), secret('crm_key_2')] });
    const fixes = fixing('conv.utils.get_secret("crm_key_$03")', vault);
    expect(fixes.map(({ title, preferred }) => [title, preferred])).toEqual([
      ['Change to "crm_key_1"', false],
      ['Change to "crm_key_2"', false],
    ]);
  });

  it('can be changed where the name is written, but not as the preferred fix', () => {
    const code = 'NAME = "strpe_api_key"\n\nconv.utils.get_secret(NA$0ME)';
    const title = 'Change to "stripe_api_key" in line 1';
    expect(fixed(code, title)).toBe('NAME = "stripe_api_key"\n\nconv.utils.get_secret(NAME)');
    expect(fixesAt(code).find((fix) => fix.title === title)?.preferred).toBe(false);
  });

  it.each([
    ['is put together', 'conv.utils.get_secret("strpe" + "_api_$0key")'],
    ['may be another one', 'conv.utils.get_secret("strpe_api_key" if x$0 else "zendesk_prod_ap")'],
  ])('does not rewrite a name that %s', (_, code) => {
    expect(titles(code).join()).not.toContain('Change to');
  });

  it('changes a raw string without escapes', () => {
    const vault = bookingAgent({ secrets: [secret(String.raw`bobs\key`)] });
    expect(fixed('conv.utils.get_secret(r"bobs_$0key")', String.raw`Change to "bobs\key"`, vault)).toBe(
      String.raw`conv.utils.get_secret(r"bobs\key")`,
    );
  });

  it('offers no name that the string cannot hold', () => {
    const vault = bookingAgent({ secrets: [secret('bob"s_key')] });
    expect(titles('conv.utils.get_secret(r"bobs_$0key")', vault).join()).not.toContain('Change to');
  });

  it('keeps the quotes of the string', () => {
    const vault = bookingAgent({ secrets: [secret("bob's_key")] });
    expect(fixed("conv.utils.get_secret('bobs_$0key')", `Change to "bob's_key"`, vault)).toBe(
      String.raw`conv.utils.get_secret('bob\'s_key')`,
    );
  });

  it('lets users who can create secrets create it', () => {
    expect(titles(misspelt, bookingAgent({ mayCreate: true }))).toEqual([
      'Change to "stripe_api_key"',
      'Create secret…',
    ]);
  });

  it('fills the form with the name and the fields that the code reads', () => {
    const code = [
      'def f(conv):',
      '    x = conv.utils.get_secret("brand_$0new_thing")',
      '    return x["user"], x.get("password")',
    ].join('\n');
    const [create] = fixesAt(code, bookingAgent({ mayCreate: true }));
    expect(create?.command).toEqual({
      id: commandIds.createSecretFromFinding,
      title: 'Create secret…',
      argument: { name: 'brand_new_thing', agentId: 'PROJECT-1', fields: ['user', 'password'] },
    });
  });

  it('counts fields of a direct subscript too', () => {
    const [create] = fixesAt(
      'conv.utils.get_secret("brand_$0new")["user"]',
      bookingAgent({ mayCreate: true }),
    );
    expect(create?.command?.argument?.fields).toEqual(['user']);
  });
});

describe('for several possible names', () => {
  const chosen = 'conv.utils.get_secret("stripe_api_key" if x$0 else "payroll_api" if y else "no_such")';

  it('each gets the fix for what it lacks, and one that is granted is left alone', () => {
    expect(titles(chosen, bookingAgent({ mayCreate: true, mayGrant: true }))).toEqual([
      'Grant "payroll_api" to this agent…',
      'Create secret "no_such"…',
    ]);
  });

  it('an author can request access to what exists, and the rest as new', () => {
    expect(titles(chosen, bookingAgent({ mayRequest: true }))).toEqual([
      'Request access to "payroll_api" for Booking…',
      'Request the new secret "no_such"…',
    ]);
  });
});

describe('for a secret without access', () => {
  const code = 'conv.utils.get_secret("payroll$0_api")';

  it('users who can grant access can grant it to this agent', () => {
    const [grant] = fixesAt(code, bookingAgent({ mayGrant: true }));
    expect(grant).toMatchObject({
      title: 'Grant to this agent…',
      kind: 'quickfix',
      finding: { rule: 'secret-access-missing' },
      command: { id: commandIds.grantToAgent, argument: { name: 'payroll_api', agentId: 'PROJECT-1' } },
    });
  });

  it('other users are not offered the grant', () => {
    expect(titles(code, bookingAgent({ mayCreate: true }))).toEqual([]);
  });

  it('an author can request access, and the request names the place that needs it', () => {
    const [fix, ...others] = fixing(code, bookingAgent({ mayRequest: true }));
    expect(others).toEqual([]);
    expect(fix).toMatchObject({
      title: 'Request access to "payroll_api" for Booking…',
      kind: 'quickfix',
      command: {
        id: commandIds.requestAccess,
        argument: { name: 'payroll_api', agentId: 'PROJECT-1' },
      },
    });
    expect(fix).toHaveProperty('command.argument.place', expect.stringMatching(/^[^/].*:1$/));
  });

  it('an author who has requested access can change or cancel the request', () => {
    const requests = [{ name: 'payroll_api', at: '2026-11-21T09:00:00Z' }];
    const known = bookingAgent({ mayRequest: true, requests });
    expect(titles(code, known)).toEqual([
      'Change the request for access to "payroll_api"…',
      'Cancel the request for access to "payroll_api"',
    ]);
    const [first] = requests;
    const others = bookingAgent({ mayRequest: true, requests: first ? [{ ...first, by: 'Bo' }] : [] });
    expect(titles(code, others)).toEqual(['Request access to "payroll_api" for Booking…']);
  });

  it('users who can grant access do not need to request it', () => {
    const both = bookingAgent({ mayGrant: true, mayRequest: true });
    expect(titles(code, both)).toEqual(['Grant to this agent…']);
  });

  it('each of several names can be granted', () => {
    const vault = bookingAgent({
      mayGrant: true,
      secrets: [secret('a', { access: 'missing' }), secret('b', { access: 'missing' })],
    });
    expect(titles('conv.utils.get_secret("a" if x$0 else "b")', vault)).toEqual([
      'Grant "a" to this agent…',
      'Grant "b" to this agent…',
    ]);
  });
});

describe('no fix is offered', () => {
  it.each([
    ['where nothing is wrong', 'conv.utils.get_secret("stripe_$0api_key")'],
    ['beside the finding', '$0x = 1\nconv.utils.get_secret("strpe_api_key")'],
    ['for a dynamic name', 'conv.utils.get_secret(na$0me)'],
  ])('%s', (_, code) => {
    expect(titles(code, bookingAgent({ mayGrant: true, mayCreate: true }))).toEqual([]);
  });

  it('when nothing is known', () => {
    expect(titles('conv.utils.get_secret("strpe$0_api_key")', {})).toEqual([]);
  });
});

it('a field written elsewhere can be changed there, but not as the preferred fix', () => {
  const code = 'FIELD = "client$0_ids"\n\nconv.utils.get_secret("booking_api")[FIELD]';
  expect(fixing(code)).toMatchObject([{ title: 'Change to "client_id"', preferred: false }]);
});

describe('fixing a whole file', () => {
  const twice = 'conv.utils.get_secret("strpe_api$0_key")\nconv.utils.get_secret("zendesk_prod_aip")\n';

  it('is offered next to the fix of one finding', () => {
    expect(fixed(twice, 'Fix all secret-not-found problems in this file')).toBe(
      'conv.utils.get_secret("stripe_api_key")\nconv.utils.get_secret("zendesk_prod_api")\n',
    );
  });

  it('is not offered for one finding alone', () => {
    expect(titles('conv.utils.get_secret("strpe_api$0_key")').join()).not.toContain('Fix all');
  });

  it('is not offered where the finding has no clear fix', () => {
    const vault = bookingAgent({ secrets: [secret('crm_key_1'), secret('crm_key_2')] });
    const code = 'conv.utils.get_secret("crm_key_$03")\nconv.utils.get_secret("crm_key_4")';
    expect(titles(code, vault).join()).not.toContain('Fix all');
  });
});

describe('fixing all on save', () => {
  const fixedAll = (code: string, context = bookingAgent()): string => {
    const { analyzer, file } = open(code);
    return edited(file, analyzer.fixAll(file, context));
  };

  it('changes every name that has one clear nearest name, and no other', () => {
    const vault = bookingAgent({
      secrets: [secret('stripe_api_key'), secret('crm_key_1'), secret('crm_key_2')],
    });
    const code = [
      'conv.utils.get_secret("strpe_api_key")',
      'conv.utils.get_secret("crm_key_3")',
      "conv.utils.get_secret('stripe_api_kye')",
    ].join('\n');
    expect(fixedAll(code, vault)).toBe(
      [
        'conv.utils.get_secret("stripe_api_key")',
        'conv.utils.get_secret("crm_key_3")',
        "conv.utils.get_secret('stripe_api_key')",
      ].join('\n'),
    );
  });

  it('replaces a deprecated secret by its replacement', () => {
    const vault = bookingAgent({
      secrets: [secret('old_key', { deprecated: { replacement: 'new_key' } }), secret('new_key')],
    });
    expect(fixedAll('conv.utils.get_secret("old_key")', vault)).toBe('conv.utils.get_secret("new_key")');
  });

  it.each([
    ['that does not exist', []],
    ['that the agent may not read', [secret('new_key', { access: 'missing' })]],
    ['of another kind', [secret('new_key', { kind: 'key_value', fields: ['id'] })]],
  ])('does not apply a replacement %s', (_, secrets) => {
    const old = secret('old_key', { deprecated: { replacement: 'new_key' } });
    const code = 'conv.utils.get_secret("old_key")';
    expect(fixedAll(code, bookingAgent({ secrets: [old, ...secrets] }))).toBe(code);
  });

  it('does not apply a replacement that lacks a field', () => {
    const deprecated = { replacement: 'new_api' };
    const vault = bookingAgent({
      secrets: [
        secret('old_api', { kind: 'key_value', fields: ['id', 'key'], deprecated }),
        secret('new_api', { kind: 'key_value', fields: ['id', 'token'] }),
      ],
    });
    const code = 'conv.utils.get_secret("old_api")';
    expect(fixedAll(code, vault)).toBe(code);
    expect(fixed('conv.utils.get_secret("old_$0api")', 'Replace with "new_api"', vault)).toContain('new_api');
  });

  it.each([
    ['stripe_test_api_key', 'stripe_api_key'],
    ['zendesk_prod_api_v2', 'zendesk_prod_api'],
    ['zendesk_test_api', 'zendesk_live_api'],
    ['acp-secret', 'mcp-secret'],
    ['crm_key_v1', 'crm_key_v2'],
  ])('never takes a secret for a different purpose: %s', (written, name) => {
    const code = `conv.utils.get_secret("${written}")`;
    expect(fixedAll(code, bookingAgent({ secrets: [secret(name)] }))).toBe(code);
  });

  it('changes a field where it is read, and none written elsewhere', () => {
    const read = 'def f(conv):\n    c = conv.utils.get_secret("booking_api")\n    return c["client_ids"]';
    expect(fixedAll(read)).toContain('c["client_id"]');
    const shared = 'FIELD = "client_ids"\nother[FIELD]\nconv.utils.get_secret("booking_api")[FIELD]';
    expect(fixedAll(shared)).toBe(shared);
    const looped = 'c = conv.utils.get_secret("booking_api")\nfor k in ("client_ids", "client_secret"): c[k]';
    expect(fixedAll(looped)).toBe(looped);
  });

  it.each([
    ['where nothing is wrong', 'conv.utils.get_secret("stripe_api_key")', bookingAgent()],
    [
      'for what only a person can decide',
      'conv.utils.get_secret("payroll_api")',
      bookingAgent({ mayGrant: true }),
    ],
    ['when nothing is known', 'conv.utils.get_secret("strpe_api_key")', {}],
    ['in an incomplete catalog', 'conv.utils.get_secret("strpe_api_key")', bookingAgent({ complete: false })],
  ])('changes nothing %s', (_, code, context) => {
    expect(fixedAll(code, context)).toBe(code);
  });
});

describe('for a variable that the environment secrets lack', () => {
  const missing = 'import os\n\nos.environ["STRIPE_API_$0KEY"]';
  const person = (...environment: string[]) => {
    const context = bookingAgent();
    return context.knowledge ? { ...context, knowledge: { ...context.knowledge, environment } } : context;
  };

  it('asks for the value, under the name that the code reads', () => {
    const [add, ...others] = fixing(missing, person());
    expect(others).toEqual([]);
    expect(add).toMatchObject({
      title: 'Add environment secret "STRIPE_API_KEY"…',
      preferred: false,
      command: { id: commandIds.addEnvironmentSecret, argument: { name: 'STRIPE_API_KEY' } },
    });
  });

  it('offers the fix of a typo first', () => {
    expect(fixesAt(missing, person('STRIP_API_KEY')).some(({ preferred }) => preferred)).toBe(false);
    expect(titles(missing, person('STRIP_API_KEY'))).toEqual([
      'Change to "STRIP_API_KEY"',
      'Add environment secret "STRIPE_API_KEY"…',
    ]);
    expect(fixed(missing, 'Change to "STRIP_API_KEY"', person('STRIP_API_KEY'))).toContain(
      'os.environ["STRIP_API_KEY"]',
    );
  });

  it('offers each of several', () => {
    const several = 'import os\n\nos.environ["A_API_KEY" if x$0 else "B_API_KEY"]';
    expect(titles(several, person())).toEqual([
      'Add environment secret "A_API_KEY"…',
      'Add environment secret "B_API_KEY"…',
    ]);
  });
});

describe('for a value that expires', () => {
  const code = 'conv.utils.get_secret("ending$0_key")';
  const secrets = [secret('ending_key', { expiresOn: '2026-11-29' })];
  const now = new Date('2026-11-20T10:00:00Z');

  it('offers its rotation to those who can write secrets', () => {
    const [rotate] = fixing(code, { ...bookingAgent({ secrets, mayCreate: true }), now });
    expect(rotate).toMatchObject({
      title: 'Rotate "ending_key"…',
      command: { id: commandIds.rotateSecret, argument: { name: 'ending_key' } },
    });
    expect(fixing(code, { ...bookingAgent({ secrets, mayCreate: false }), now })).toEqual([]);
  });
});

describe('for a name that does not exist', () => {
  const code = 'conv.utils.get_secret("brand_$0new")';

  it('users who cannot create a secret can request that an admin creates it', () => {
    const [ask] = fixing(code, bookingAgent({ mayRequest: true }));
    expect(ask).toMatchObject({
      title: 'Request the new secret "brand_new"…',
      preferred: false,
      command: {
        id: commandIds.requestAccess,
        argument: { name: 'brand_new', agentId: 'PROJECT-1', place: 'functions/start.py:1' },
      },
    });
  });

  it('an open request of their own can be changed or cancelled', () => {
    const requests = [{ name: 'brand_new', at: '2026-11-20T10:00:00Z' }];
    expect(titles(code, bookingAgent({ mayRequest: true, requests }))).toEqual([
      'Change the request for access to "brand_new"…',
      'Cancel the request for access to "brand_new"',
    ]);
  });

  it('nothing is requested by those who can create it, or have no right to request', () => {
    expect(titles(code, bookingAgent({ mayCreate: true, mayRequest: true })).join()).not.toContain('Request');
    expect(titles(code, bookingAgent())).toEqual([]);
  });

  it('a name that looks like a credential is never part of a request', () => {
    const credential = ['sk', 'live', '4eC39HqLyjWDarjtT1zdp7dc'].join('_');
    const vault = bookingAgent({ mayRequest: true });
    expect(JSON.stringify(fixesAt(`conv.utils.get_secret("${credential}$0")`, vault))).not.toContain('4eC39');
  });
});
