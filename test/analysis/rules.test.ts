import { describe, expect, it } from 'vitest';
import type { FileContext } from '../../analysis/index.ts';
import { bookingAgent, secret } from '../support/analysis-fixture.ts';
import { annotated, fixed, fixesAt } from '../support/analysis-markers.ts';
import { findingsIn, rulesIn, withEnvironment } from '../support/analysis-rules.ts';

const read = (argument: string): string => `conv.utils.get_secret(${argument})`;
const long = 'a'.repeat(129);

describe('text that can never be a name', () => {
  it('is reported at the name, without any catalog', () => {
    const { agent } = bookingAgent();
    const code = `
conv.utils.get_secret(" stripe_api_key")
#                      ^^^^^^^^^^^^^^^ secret-name-invalid: The secret name begins or ends with a space. Remove it.
`;
    expect(annotated(code, agent ? { agent } : {})).toBe(code);
  });

  it.each([
    ['an empty name', '""', 'The secret name is empty. Enter a name.'],
    ['a space at the end', '"stripe_api_key "', 'The secret name begins or ends with a space. Remove it.'],
    [
      'more than 128 letters',
      `"${long}"`,
      'The secret name is longer than 128 characters. Check what is passed here.',
    ],
    [
      'letters that cannot be seen',
      String.raw`"stripe\u200bkey"`,
      'The secret name contains invisible characters. Type it again.',
    ],
    ['a number', '42', 'A secret name is a string. Write it in quotes.'],
    ['None', 'None', 'A secret name is a string. Write it in quotes.'],
    ['a truth value', 'True', 'A secret name is a string. Write it in quotes.'],
    ['bytes', 'b"stripe_api_key"', 'A secret name is a string. Write it in quotes.'],
    ['a list', '["stripe_api_key"]', 'A secret name is a string. Write it in quotes.'],
    ['a dictionary', '{"a": 1}', 'A secret name is a string. Write it in quotes.'],
    ['a tuple', '("stripe_api_key",)', 'A secret name is a string. Write it in quotes.'],
    ['a lambda', 'lambda: "x"', 'A secret name is a string. Write it in quotes.'],
  ])('%s', (_, argument, message) => {
    expect(findingsIn(read(argument)).map((one) => [one.rule, one.message])).toEqual([
      ['secret-name-invalid', message],
    ]);
  });

  it.each([
    ['a name of 128 letters', `"${'a'.repeat(128)}"`],
    ['a space inside', '"stripe api key"'],
    ['letters of other alphabets', '"clé_de_réservation"'],
    ['one good name among empty ones', '"" if x else "stripe_api_key"'],
    ['a name that is chosen at run time', 'name'],
    ['a call', 'str(42)'],
    ['a list that is indexed', '["stripe_api_key"][i]'],
    ['an unpacked list', '*["stripe_api_key"]'],
    ['a name in brackets', '("stripe_api_key")'],
    ['None or a name', 'None or name'],
    ['a number that is added to', '1 + name'],
    ['a text in pieces', 'f" {name}"'],
  ])('is not: %s', (_, argument) => {
    expect(rulesIn(read(argument))).not.toContainEqual(expect.stringContaining('secret-name-invalid'));
  });

  it('is not reported for a name that the vault has, even beyond the limits', () => {
    const vault = bookingAgent({ secrets: [secret(' odd ')] });
    expect(rulesIn(read('" odd "'), vault)).toEqual([]);
  });

  it('is not reported for functions from the settings, which may take a list', () => {
    expect(rulesIn('read_secrets(["a", "b"])', bookingAgent(), 'python', ['read_secrets'])).toEqual([]);
  });

  it('is not reported for another library', () => {
    expect(rulesIn('aws_utils.get_secret(None)\nos.environ.get("")')).toEqual([]);
  });

  it('is not reported outside of an agent', () => {
    expect(rulesIn(read('""'), {})).toEqual([]);
  });
});

describe('several possible names, some of them bad', () => {
  it('are each listed, with the problem', () => {
    const code = `
NAMES = {"a": "stripe_api_key", "b": "payroll_api", "c": "no_such", "d": "nor_that"}
conv.utils.get_secret(NAMES[brand])
#                     ^^^^^^^^^^^^ secret-access-partial: Of the names that may be used here, Booking has no access to "payroll_api", and "no_such", "nor_that" do not exist. Grant access, or remove the name.
`;
    expect(annotated(code)).toBe(code);
  });

  it('are the only ones affected', () => {
    const [finding] = findingsIn(read('"stripe_api_key" if x else "payroll_api" if y else "no_such"'));
    expect(finding?.names).toEqual(['no_such', 'payroll_api', 'stripe_api_key']);
    expect(finding?.affected).toEqual(['payroll_api', 'no_such']);
  });

  it('are reported when one does not exist', () => {
    const [finding] = findingsIn(read('"stripe_api_key" if x else "no_such"'));
    expect(finding).toMatchObject({
      rule: 'secret-access-partial',
      severity: 'information',
      message:
        'Of the names that may be used here, "no_such" does not exist. Create the secret, or remove the name.',
    });
  });

  it.each([
    ['when all are granted', '"stripe_api_key" if x else "zendesk_prod_api"'],
    ['for a single good name', '"stripe_api_key"'],
    ['when one of them is chosen at run time', '"payroll_api" if x else name'],
    ['when one of them is a pattern', '"payroll_api" if x else f"zendesk_{env}_api"'],
    ['for a pattern that matches nothing', 'f"nobody_{x}_knows"'],
    ['when the other one is only empty', '"stripe_api_key" if x else ""'],
  ])('are not reported %s', (_, argument) => {
    expect(rulesIn(read(argument))).toEqual([]);
  });

  it('are not reported when none is good: that is another rule, or none', () => {
    expect(rulesIn(read('"payroll_api" if x else "no_such"'))).toEqual([]);
    expect(findingsIn(read('"no_such" if x else "nor_that"')).map(({ rule }) => rule)).toEqual([
      'secret-not-found',
    ]);
  });

  it('an incomplete catalog proves no absence, but shows what is not granted', () => {
    const vault = bookingAgent({ complete: false });
    expect(rulesIn(read('"stripe_api_key" if x else "no_such"'), vault)).toEqual([]);
    expect(rulesIn(read('"stripe_api_key" if x else "payroll_api"'), vault)).toHaveLength(1);
  });
});

describe('a deprecated secret', () => {
  const vault = bookingAgent({
    secrets: [
      secret('stripe_old', { deprecated: { replacement: 'stripe_api_key' } }),
      secret('crm_old', { deprecated: {} }),
      secret('itself', { deprecated: { replacement: 'itself' } }),
      secret('stripe_api_key'),
    ],
  });

  it('is struck through, and its replacement is named', () => {
    expect(findingsIn(read('"stripe_old"'), vault)).toMatchObject([
      {
        rule: 'secret-deprecated',
        severity: 'information',
        message: 'The secret "stripe_old" is deprecated. Use "stripe_api_key" instead.',
        deprecated: true,
      },
    ]);
  });

  it('without a replacement, says to ask the owner', () => {
    expect(findingsIn(read('"crm_old"'), vault)[0]?.message).toBe(
      'The secret "crm_old" is deprecated. Ask its owner what to use instead.',
    );
    expect(findingsIn(read('"itself"'), vault)[0]?.message).toContain('Ask its owner');
  });

  it('is replaced with one click', () => {
    expect(fixed("conv.utils.get_secret('stripe_$0old')", 'Replace with "stripe_api_key"', vault)).toBe(
      "conv.utils.get_secret('stripe_api_key')",
    );
  });

  it('is not rewritten at the call when it is chosen elsewhere', () => {
    const titles = fixesAt('N = "stripe_old"\nconv.utils.get_secret(N$0)', vault).map(({ title }) => title);
    expect(titles).not.toContain('Replace with "stripe_api_key"');
  });

  it('several are reported only when all of them are', () => {
    expect(rulesIn(read('"stripe_old" if x else "crm_old"'), vault)).toHaveLength(1);
    expect(rulesIn(read('"stripe_old" if x else "stripe_api_key"'), vault)).toEqual([]);
  });

  it.each([
    ['not for its replacement', read('"stripe_api_key"')],
    ['not in a text that only says so', 'x = "stripe_old"'],
    ['not for a name that may be another', read('"stripe_old" if x else name')],
  ])('%s', (_, code) => {
    expect(rulesIn(code, vault)).toEqual([]);
  });
});

describe('an environment variable that looks like a credential', () => {
  const known = withEnvironment('HOTEL_API_KEY', 'SMTP_PASSWORD');
  const python = (expression: string): string => `import os\nx = ${expression}\n`;

  it('is reported as a hint when the environment secrets lack it', () => {
    expect(findingsIn(python('os.environ["STRIPE_API_KEY"]'), known)).toMatchObject([
      {
        rule: 'env-secret-missing',
        severity: 'hint',
        message:
          'Your environment secrets do not include the variable "STRIPE_API_KEY". Add it there, or check the name.',
      },
    ]);
  });

  it('comes with the nearest name, one click away', () => {
    const code = 'import os\nos.environ["HOTL_API$0_KEY"]';
    expect(fixed(code, 'Change to "HOTEL_API_KEY"', known)).toBe('import os\nos.environ["HOTEL_API_KEY"]');
  });

  it.each([
    'os.environ["CRM_TOKEN"]',
    'os.environ.get("CRM_SECRET")',
    'os.getenv("DB_PASSWORD")',
    'os.environ["GOOGLE_CREDENTIALS"]',
    'os.environ["SIGNING_PRIVATE_KEY"]',
    'os.environ["S3_ACCESS_KEY"]',
    'str(os.environ["CRM_TOKEN"])',
    '"Bearer " + os.environ["CRM_TOKEN"]',
  ])('in %s', (expression) => {
    expect(rulesIn(python(expression), known)).toHaveLength(1);
  });

  it.each([
    ['a variable that is there', 'os.environ["HOTEL_API_KEY"]'],
    ['no credential by its name', 'os.environ["HOTEL_URL"]'],
    ['a word that only ends alike', 'os.environ["MAX_TOKENS"]'],
    ['plumbing', 'os.environ["PATH"], os.environ["HOME"]'],
    ['the address of a service that collects errors', 'os.environ["SENTRY_DSN"]'],
    ['a word that chooses a kind of credential', 'os.environ["AZURE_TOKEN_CREDENTIALS"]'],
    [
      'a variable that another place can do without',
      'os.environ["CRM_TOKEN"] if ready else os.getenv("CRM_TOKEN", "")',
    ],
    ['the token of a build service', 'os.environ["GITHUB_TOKEN"], os.environ["CI_JOB_TOKEN"]'],
    ['the token of a package manager', 'os.environ["NPM_TOKEN"], os.environ["npm_config_token"]'],
    ['a default', 'os.getenv("CRM_TOKEN", "none")'],
    ['a default of get', 'os.environ.get("CRM_TOKEN", "")'],
    ['a default by keyword', 'os.getenv("CRM_TOKEN", default="x")'],
    ['a default of pop', 'os.environ.pop("CRM_TOKEN", None)'],
    ['setting a default', 'os.environ.setdefault("CRM_TOKEN", "x")'],
    ['an alternative', 'os.getenv("CRM_TOKEN") or "x"'],
    ['being an alternative', 'given or os.getenv("CRM_TOKEN")'],
    ['an alternative in brackets', '(os.getenv("CRM_TOKEN")) or "x"'],
    ['a question', 'os.getenv("CRM_TOKEN") is None'],
    ['a negation', 'not os.getenv("CRM_TOKEN")'],
    ['a condition', '1 if os.getenv("CRM_TOKEN") else 2'],
    ['a name that is chosen at run time', 'os.environ[name]'],
    ['one name of two that is there', 'os.environ["CRM_TOKEN" if y else "HOTEL_API_KEY"]'],
  ])('is not reported for %s', (_, expression) => {
    expect(rulesIn(python(expression), known)).toEqual([]);
  });

  it.each([
    ['a branch that asks first', 'import os\nif "CRM_TOKEN" in os.environ:\n    x = os.environ["CRM_TOKEN"]'],
    ['a caught error', 'import os\ntry:\n    x = os.environ["CRM_TOKEN"]\nexcept KeyError:\n    x = None'],
    ['a suppressed error', 'import os\nwith suppress(KeyError):\n    x = os.environ["CRM_TOKEN"]'],
    ['an assertion', 'import os\nassert os.environ.get("CRM_TOKEN")'],
    ['setting it', 'import os\nos.environ["CRM_TOKEN"] = "x"'],
  ])('is not reported for %s', (_, code) => {
    expect(rulesIn(code, known)).toEqual([]);
  });

  it.each([
    ['a test of what was read', 'import os\nx = os.getenv("CRM_TOKEN")\nif x:\n    f(x)'],
    ['a negated one', 'import os\nx = os.environ.get("CRM_TOKEN")\nif not x:\n    raise ValueError()'],
    ['one of an attribute', 'import os\nself.x = os.getenv("CRM_TOKEN")\nreturn self.x is None'],
    ['an alternative further down', 'import os\nx = os.getenv("CRM_TOKEN")\ny = x or "d"'],
  ])('is not reported for %s', (_, code) => {
    expect(rulesIn(code, known)).toEqual([]);
  });

  it.each([
    ['another variable is tested', 'import os\nx = os.getenv("CRM_TOKEN")\nif xy:\n    f(x)'],
    ['the variable is only used', 'import os\nx = os.getenv("CRM_TOKEN")\nf(x)\nreturn x'],
    ['reading fails before the test', 'import os\nx = os.environ["CRM_TOKEN"]\nif x:\n    f(x)'],
  ])('is reported as a hint when %s', (_, code) => {
    expect(rulesIn(code, known)).toContainEqual('env-secret-missing @ CRM_TOKEN');
  });

  it('the error handler itself is not covered by its try', () => {
    const code = 'import os\ntry:\n    f()\nexcept KeyError:\n    x = os.environ["CRM_TOKEN"]';
    expect(rulesIn(code, known)).toHaveLength(1);
  });

  it.each([
    'process.env.CRM_TOKEN',
    'process.env["CRM_TOKEN"]',
    'process.env.CRM_TOKEN!',
    'const token = process.env.CRM_TOKEN;\nf(token);\nif (tokens) g();',
    'f(process.env.CRM_TOKEN)',
  ])('in TypeScript: %s', (code) => {
    expect(rulesIn(code, known, 'typescript')).toEqual(['env-secret-missing @ CRM_TOKEN']);
  });

  it('when it is taken out by destructuring', () => {
    expect(rulesIn('const { CRM_TOKEN, HOTEL_API_KEY } = process.env;', known, 'javascript')).toEqual([
      'env-secret-missing @ CRM_TOKEN',
    ]);
  });

  it.each([
    'process.env.CRM_TOKEN ?? "x"',
    'process.env.CRM_TOKEN || "x"',
    '(process.env.CRM_TOKEN as string) ?? "x"',
    'process.env.CRM_TOKEN ||= "x"',
    'process.env.CRM_TOKEN?.trim()',
    'if (!process.env.CRM_TOKEN) throw new Error()',
    'if (process.env.CRM_TOKEN) use(process.env.CRM_TOKEN)',
    'process.env.CRM_TOKEN && use(process.env.CRM_TOKEN)',
    'process.env.CRM_TOKEN === undefined',
    'const { CRM_TOKEN = "x" } = process.env',
    'const { CRM_TOKEN: token = "x" } = process.env',
    'const token = process.env.CRM_TOKEN;\nif (!token) throw new Error();',
    'const id = process.env.ID, token = process.env.CRM_TOKEN;\nif (id && token) f(token);',
    'const { CRM_TOKEN: token } = process.env;\nreturn token ? f(token) : undefined;',
    'this.token = process.env.CRM_TOKEN;\nif (this.token === undefined) return;',
    'process.env.NODE_AUTH_TOKEN',
    'delete process.env.CRM_TOKEN',
  ])('is not reported in TypeScript for %s', (code) => {
    expect(rulesIn(code, known, 'typescript')).toEqual([]);
  });

  it.each<[string, FileContext]>([
    ['while the environment secrets are not known', bookingAgent()],
    ['outside of an agent', {}],
    ['where a project file says that it is set', { ...known, environment: ['CRM_TOKEN'] }],
  ])('is not reported %s', (_, context) => {
    expect(rulesIn(python('os.environ["CRM_TOKEN"]'), context)).toEqual([]);
  });
});
