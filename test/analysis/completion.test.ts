import { describe, expect, it } from 'vitest';
import { commandIds } from '../../contracts/ids.ts';
import { bookingAgent, open, secret } from '../support/analysis-fixture.ts';
import { cursorIn, offeredAt, taken } from '../support/analysis-markers.ts';
import { openProject } from '../support/analysis-project.ts';

const granted = ['booking_api', 'stripe_api_key', 'zendesk_prod_api'];

describe('the granted names are offered', () => {
  it.each([
    ['in an empty string', 'conv.utils.get_secret("$0")'],
    ['in single quotes', "conv.utils.get_secret('$0')"],
    ['at the start of a name', 'conv.utils.get_secret("$0stripe")'],
    ['in the middle of a name', 'conv.utils.get_secret("str$0ipe")'],
    ['at the end of a name', 'conv.utils.get_secret("stripe$0")'],
    ['just after an opening quote', "conv.utils.get_secret('$0"],
    ['just after it, with code below', "conv.utils.get_secret('$0\ny = 1\ndef f():\n    pass"],
    ['in a half-typed name, with code below', 'x = conv.utils.get_secret("stri$0\nif x:\n    y = "z"'],
    ['without quotes', 'conv.utils.get_secret($0)'],
    ['without quotes and bracket', 'conv.utils.get_secret($0'],
    ['without quotes, with a word', 'conv.utils.get_secret(str$0)'],
    ['without quotes on the next line', 'conv.utils.get_secret(\n    $0\n)'],
    ['for the keyword', 'conv.utils.get_secret(secret_name="$0")'],
    ['for the keyword without quotes', 'conv.utils.get_secret(secret_name=$0)'],
    ['for an alias', 'fetch = conv.utils.get_secret\nfetch("$0")'],
    ['for the vault function', 'from utils.secret_vault import secret_vault\nsecret_vault("$0")'],
    ['for self.conv', 'class A:\n    def f(self):\n        self.conv.utils.get_secret("$0")'],
    ['in a ternary', 'conv.utils.get_secret("a" if x else "$0")'],
    ['in broken code', 'def f(:\n    conv.utils.get_secret("$0")\n)'],
    ['after other strings', 'x = {"a": \'b\'}\nconv.utils.get_secret("$0")'],
  ])('%s', (_, code) => {
    expect(offeredAt(code)).toEqual(granted);
  });
});

describe('nothing is offered', () => {
  it.each([
    ['outside of the string', 'conv.utils.get_secret("a")$0'],
    ['in the second argument', 'conv.utils.get_secret("a", "$0")'],
    ['in another function', 'print("$0")'],
    ['for another library', 'aws_utils.get_secret("$0")'],
    ['in a comment', '# conv.utils.get_secret("$0")'],
    ['in a docstring', '"""\nconv.utils.get_secret($0)\n"""'],
    ['after a number', 'conv.utils.get_secret(1$0)'],
    ['in the inner call', 'conv.utils.get_secret(pick("$0"))'],
    ['in an empty file', '$0'],
  ])('%s', (_, code) => {
    expect(offeredAt(code)).toEqual([]);
  });

  it('when no one is signed in, except to sign in, and that only on request', () => {
    const { agent } = bookingAgent();
    const rights = { mayGrant: false, mayCreate: false };
    const context = { ...(agent && { agent }), knowledge: { ...rights, signedOut: true } };
    const { code, offset } = cursorIn('conv.utils.get_secret("cr$0")');
    const { analyzer, file } = open(code);
    expect(analyzer.complete(file, offset, context)).toMatchObject([
      {
        label: 'Sign in to see the secrets…',
        detail: 'You are signed out.',
        filterText: 'cr',
        insertText: 'cr',
        command: { id: commandIds.signIn },
      },
    ]);
    expect(analyzer.complete(file, offset, context, false)).toEqual([]);
    expect(analyzer.complete(file, offset, { ...context, knowledge: rights })).toEqual([]);
  });

  it('when nothing is known', () => {
    expect(offeredAt('conv.utils.get_secret("$0")', {})).toEqual([]);
  });
});

describe('accepting a completion', () => {
  it.each([
    ['fills an empty string', 'conv.utils.get_secret("$0")', 'conv.utils.get_secret("stripe_api_key")'],
    [
      'replaces the whole string',
      'conv.utils.get_secret("zen$0desk_x")',
      'conv.utils.get_secret("stripe_api_key")',
    ],
    [
      'replaces names with other signs',
      'conv.utils.get_secret("a b-$0c")',
      'conv.utils.get_secret("stripe_api_key")',
    ],
    [
      'brings quotes where there are none',
      'conv.utils.get_secret($0)',
      'conv.utils.get_secret("stripe_api_key")',
    ],
    ['replaces a bare word', 'conv.utils.get_secret(st$0r)', 'conv.utils.get_secret("stripe_api_key")'],
    [
      'closes the string of a half-typed name and leaves what follows',
      "conv.utils.get_secret('st$0)\ny = 1",
      "conv.utils.get_secret('stripe_api_key')\ny = 1",
    ],
    [
      'leaves the next line alone',
      'x = conv.utils.get_secret("$0\ny = 1',
      'x = conv.utils.get_secret("stripe_api_key"\ny = 1',
    ],
    [
      'works with carriage returns',
      'x = 1\r\nconv.utils.get_secret("$0")\r\n',
      'x = 1\r\nconv.utils.get_secret("stripe_api_key")\r\n',
    ],
  ])('%s', (_, code, expected) => {
    expect(taken(code, 'stripe_api_key')).toBe(expected);
  });

  it('escapes characters that would end the string', () => {
    const vault = bookingAgent({ secrets: [secret('it\'s "odd\\"')] });
    expect(taken('conv.utils.get_secret("$0")', 'it\'s "odd\\"', vault)).toBe(
      String.raw`conv.utils.get_secret("it's \"odd\\\"")`,
    );
  });
});

describe('a completion item', () => {
  it('shows kind, fields, age and description', () => {
    const { code, offset } = cursorIn('conv.utils.get_secret("$0")');
    const { analyzer, file } = open(code);
    const [booking, stripe] = analyzer.complete(file, offset, bookingAgent());
    expect(booking).toMatchObject({
      kind: 'secret',
      detail: 'key/value · 2026-11-02',
      filterText: 'booking_api',
    });
    expect(stripe?.detail).toBe('single · 2026-11-02');
    expect(stripe?.documentation).toContain('Key of the shop');
  });

  it('shows its description in the list as one line', () => {
    const secrets = [
      secret('a', { description: ' Key of\n the  shop ' }),
      secret('b'),
      secret('c', { description: 'Payroll', access: 'missing' }),
      secret('d_with_a_long_name_of_its_own', { description: 'Too long for a row, and cut off' }),
    ];
    const { code, offset } = cursorIn('conv.utils.get_secret("$0")');
    const { analyzer, file } = open(code);
    const items = analyzer.complete(file, offset, bookingAgent({ secrets, mayGrant: true }));
    expect(items.map(({ description }) => description)).toEqual([
      'Key of the shop',
      undefined,
      'Too long for a r…',
      'not granted · Payroll',
    ]);
  });

  it('cannot turn a description into Markdown', () => {
    const vault = bookingAgent({
      secrets: [secret('a', { description: '[x](command:evil) <img src=x> http://e.example' })],
    });
    const { code, offset } = cursorIn('conv.utils.get_secret("$0")');
    const { analyzer, file } = open(code);
    const text = analyzer.complete(file, offset, vault)[0]?.documentation ?? '';
    expect(text).toContain(String.raw`\[x\]\(command\:evil\) \<img src\=x\> http\:\/\/e\.example`);
  });
});

describe('a secret that the agent cannot read', () => {
  const admin = bookingAgent({ mayGrant: true });

  it('is offered to users who can grant it, below those the agent can read, and says so', () => {
    const { code, offset } = cursorIn('conv.utils.get_secret("$0")');
    const { analyzer, file } = open(code);
    const items = analyzer.complete(file, offset, admin);
    expect(items.map(({ label }) => label)).toEqual([...granted, 'payroll_api']);
    const last = items.at(-1);
    expect(last?.detail).toBe('not granted · single · 2026-11-02');
    expect(last?.documentation).toContain('**Booking** cannot read it yet');
    expect(last?.sortText.localeCompare(items[0]?.sortText ?? '')).toBe(1);
  });

  it('is not offered to other users', () => {
    expect(offeredAt('conv.utils.get_secret("$0")')).toEqual(granted);
  });
});

describe('a deprecated secret', () => {
  const old = secret('a_old', { deprecated: { replacement: 'z_new' } });
  const items = (secrets: Parameters<typeof bookingAgent>[0]) => {
    const { code, offset } = cursorIn('conv.utils.get_secret("$0")');
    const { analyzer, file } = open(code);
    return analyzer.complete(file, offset, bookingAgent(secrets));
  };

  it('comes last, struck through, with what to use instead', () => {
    const offered = items({ secrets: [old, secret('z_new')] });
    expect(offered.map(({ label, deprecated }) => [label, deprecated])).toEqual([
      ['z_new', undefined],
      ['a_old', true],
    ]);
    expect(offered[1]?.detail).toBe('deprecated · single · 2026-11-02');
    expect(offered[1]?.documentation).toContain('Deprecated: use `z_new` instead.');
  });

  it('stays below what can be granted', () => {
    const secrets = [old, secret('m', { access: 'missing' }), secret('z_new')];
    const sorted = items({ secrets, mayGrant: true }).toSorted((one, other) =>
      one.sortText.localeCompare(other.sortText),
    );
    expect(sorted.map(({ label }) => label)).toEqual(['z_new', 'm', 'a_old']);
  });

  it('is not offered for granting', () => {
    const secrets = [secret('gone', { access: 'missing', deprecated: {} })];
    expect(items({ secrets, mayGrant: true })).toEqual([]);
  });
});

describe('"Create secret…"', () => {
  const maker = bookingAgent({ mayCreate: true });

  it.each([
    ['is not there when a quote was typed and nothing else', '"$0"', false, false],
    ['is there on request', '"$0"', true, true],
    ['is there for a name that is typed', '"brand_new$0"', false, true],
    ['is not there for a name that exists', '"stripe_api_key$0"', true, false],
    ['is not there for a name that exists for others', '"payroll_api$0"', true, false],
  ])('%s', (_, argument, isAsked, expected) => {
    const { code, offset } = cursorIn(`conv.utils.get_secret(${argument})`);
    const { analyzer, file } = open(code);
    const labels = analyzer.complete(file, offset, maker, isAsked).map(({ label }) => label);
    expect(labels.includes('Create secret…')).toBe(expected);
  });

  it('comes last, for users who can create secrets', () => {
    const offered = offeredAt('conv.utils.get_secret("$0")', bookingAgent({ mayCreate: true }));
    expect(offered).toEqual([...granted, 'Create secret…']);
  });

  it('opens the form with the typed text and leaves the code alone', () => {
    const { code, offset } = cursorIn('conv.utils.get_secret("new_na$0me")');
    const { analyzer, file } = open(code);
    const item = analyzer.complete(file, offset, bookingAgent({ mayCreate: true })).at(-1);
    expect(item).toMatchObject({
      insertText: 'new_na',
      replace: file.rangeOf({ start: offset - 'new_na'.length, end: offset }),
      command: {
        id: commandIds.createSecretFromFinding,
        argument: { name: 'new_name', agentId: 'PROJECT-1' },
      },
    });
  });
});

describe('fields are offered', () => {
  it.each([
    ['in a subscript of the call', 'conv.utils.get_secret("booking_api")["$0"]'],
    ['half-typed', 'conv.utils.get_secret("booking_api")["$0'],
    ['without quotes', 'conv.utils.get_secret("booking_api")[$0]'],
    ['in a variable', 'def f(conv):\n    x = conv.utils.get_secret("booking_api")\n    return x["$0"]'],
    ['in get', 'x = conv.utils.get_secret("booking_api")\nx.get("$0")'],
    ['through or', 'x = conv.utils.get_secret("booking_api") or {}\nx["$0"]'],
    [
      'in a variable, half-typed, with code below',
      'x = conv.utils.get_secret("booking_api")\ny = x["cl$0\nz = 1',
    ],
  ])('%s', (_, code) => {
    expect(offeredAt(code)).toEqual(['client_id', 'client_secret']);
  });

  it.each([
    ['of a single secret', 'conv.utils.get_secret("stripe_api_key")["$0"]'],
    ['of a dynamic name', 'conv.utils.get_secret(name)["$0"]'],
    ['of something else', 'x = load()\nx["$0"]'],
  ])('but not %s', (_, code) => {
    expect(offeredAt(code)).toEqual([]);
  });

  it('and are written with quotes where there are none', () => {
    expect(taken('conv.utils.get_secret("booking_api")[$0]', 'client_id')).toBe(
      'conv.utils.get_secret("booking_api")["client_id"]',
    );
  });
});

describe('variables of the environment are offered', () => {
  const known = { knowledge: { environment: ['CRM_TOKEN', 'API_KEY'], mayGrant: false, mayCreate: false } };

  it.each([
    ['in Python', 'import os\nos.environ["$0"]', 'python'],
    ['through get', 'import os\nos.environ.get("$0")', 'python'],
    ['through getenv', 'import os\nos.getenv("CR$0")', 'python'],
    ['in TypeScript', 'process.env.$0', 'typescript'],
    ['in brackets', 'process.env["$0"]', 'typescript'],
  ])('%s', (_, code, languageId) => {
    expect(offeredAt(code, known, languageId)).toEqual(['API_KEY', 'CRM_TOKEN']);
  });

  it("the user's own first, then what the code reads elsewhere", () => {
    const code = 'import os\nos.environ["A_URL"]\nos.environ["CRM_TOKEN"]\nos.environ["$0"]';
    const { code: text, offset } = cursorIn(code);
    const { analyzer, file } = open(text);
    const items = analyzer.complete(file, offset, known);
    expect(items.map(({ label, detail }) => `${label}: ${detail}`)).toEqual([
      'API_KEY: your environment secret',
      'CRM_TOKEN: your environment secret',
      'A_URL: environment variable',
    ]);
    expect(items.map(({ sortText }) => sortText)).toEqual(items.map(({ sortText }) => sortText).toSorted());
  });

  it('and those that other files of the project read, except the one being typed', () => {
    const { analyzer, project, file } = openProject(
      [
        '//- functions/start.py',
        'import os',
        'os.environ["MINE"]',
        'os.environ["HALF"]',
        '//- functions/other.py',
        'import os',
        'url = os.getenv("THEIRS")',
      ].join('\n'),
    );
    const start = file('functions/start.py');
    const offset = start.text.indexOf('HALF') + 4;
    const labels = analyzer.complete(start, offset, { project }).map(({ label }) => label);
    expect(labels).toEqual(['MINE', 'THEIRS']);
  });

  it('only names that can follow a dot, in that place', () => {
    const odd = { knowledge: { environment: ['GOOD', 'not-good'], mayGrant: false, mayCreate: false } };
    expect(offeredAt('process.env.$0', odd, 'typescript')).toEqual(['GOOD']);
    expect(offeredAt('process.env["$0"]', odd, 'typescript')).toEqual(['GOOD', 'not-good']);
  });
});
