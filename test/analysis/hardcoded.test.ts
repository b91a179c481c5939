import { describe, expect, it } from 'vitest';
import {
  createAnalyzer,
  type FileContext,
  findCredentials,
  type Finding,
  mayHoldCredentials,
} from '../../analysis/index.ts';
import { detect } from '../../hardcoded/detector.ts';
import { bookingAgent } from '../support/analysis-fixture.ts';

/** Random letters of no known service; credentials are assembled here, so that no file contains one. */
const letters = 'zK4vT9wQ2mXr7LbNc5JdHs8PfGy3RtUe6WaZk1MqVn0BxCiSoDlEjFhTpYuIgOwR';
const some = (count: number, from = 0): string => letters.repeat(3).slice(from, from + count);
const stripe = ['sk', 'live', some(24)].join('_');
const github = ['ghp', some(36)].join('_');
const gitlab = ['glpat', some(20)].join('-');
const slack = ['xoxb', '739284615073', '9182736450912', some(24)].join('-');
const awsSecret = some(40);
const sendGrid = ['SG', some(22), some(43, 5)].join('.');
const npm = ['npm', some(36)].join('_');
const openAi = ['sk-proj-', some(74), 'T3Blbk', 'FJ', some(74, 9)].join('');
const anthropic = ['sk-ant-', 'api03-', some(95), 'AA'].join('');
const databricks = ['dapi', '7f3b9c1e5a8d2046b1c9e8f7a3d50264'].join('');
const pem = (body: string): string =>
  ['-----BEGIN RSA ', 'PRIVATE KEY-----\n', body, '\n-----END RSA ', 'PRIVATE KEY-----'].join('');
const password = some(12);
const address = (scheme: string, host: string, word = password, user = 'shop'): string =>
  `${scheme}://${user}:${word}@${host}`;

interface Place {
  readonly path?: string;
  readonly languageId?: string;
  readonly context?: FileContext;
}

async function findingsIn(code: string, place: Place = {}): Promise<readonly Finding[]> {
  const { path = 'functions/start.py', languageId = 'python', context = bookingAgent() } = place;
  const analyzer = createAnalyzer();
  const file = analyzer.parse({ uri: `file:///w/booking/${path}`, languageId, text: code });
  const credentials = await findCredentials(code, detect);
  return analyzer
    .findings(file, { ...context, credentials })
    .filter(({ rule }) => rule === 'secret-hardcoded');
}

async function kindsIn(code: string, place?: Place): Promise<readonly string[]> {
  const findings = await findingsIn(code, place);
  return findings.map(({ message }) => /^This is ([^.]+)\./.exec(message)?.[1] ?? message);
}

describe('a credential is found:', () => {
  it.each([
    ['a Stripe key', `KEY = "${stripe}"`],
    ['a GitHub token', `KEY = '${github}'`],
    ['a GitLab token', `headers = {"PRIVATE-TOKEN": "${gitlab}"}`],
    ['a Slack token', `client = WebClient(token="${slack}")`],
    ['an AWS secret access key', `aws_secret_access_key = "${awsSecret}"`],
    ['a SendGrid key', `KEY = "${sendGrid}"`],
    ['an npm token', `KEY = "${npm}"`],
    ['an OpenAI key', `KEY = "${openAi}"`],
    ['an Anthropic key', `KEY = "${anthropic}"`],
    ['a Databricks token', `KEY = "${databricks}"`],
    ['a private key', `KEY = """${pem(`MIIEow${some(180)}`)}"""`],
    ['an address with a password', `URL = "${address('https', 'crm.acme-hotels.com/api')}"`],
    [
      'a database address with a password',
      `URL = "${address('postgresql', 'db.acme-hotels.com:5432/shop')}"`,
    ],
  ])('%s', async (kind, code) => {
    expect(await kindsIn(code)).toEqual([kind]);
  });

  it.each([
    ['in a comment', `# old key: ${stripe}`],
    ['in a docstring', `def f(conv):\r\n    """Uses ${stripe}."""\r\n`],
    ['as a default', `key = os.environ.get("STRIPE_KEY", "${stripe}")`],
  ])('%s', async (_, code) => {
    expect(await kindsIn(code)).toEqual(['a Stripe key']);
  });

  it('in JavaScript, TypeScript and settings', async () => {
    const place = { path: 'tools/run.ts', languageId: 'typescript' };
    expect(await kindsIn(`const key: string = '${stripe}';`, place)).toEqual(['a Stripe key']);
    const settings = { path: 'agent_settings/experimental_config.json', languageId: 'json' };
    expect(await kindsIn(`{"token": "${github}"}`, settings)).toEqual(['a GitHub token']);
  });

  it('at its position, among other lines', async () => {
    const code = `import os\n\n# not yet ✓\nA = "${stripe}"\nB = 1\nC = "${github}"\n`;
    const ranges = (await findingsIn(code)).map(({ range }) => range);
    expect(ranges).toEqual([
      { start: { line: 3, character: 5 }, end: { line: 3, character: 5 + stripe.length } },
      { start: { line: 5, character: 5 }, end: { line: 5, character: 5 + github.length } },
    ]);
  });

  it('without repeating it', async () => {
    const all = [stripe, github, gitlab, slack, sendGrid, npm].map((one) => `K = "${one}"`).join('\n');
    const found = await findingsIn(all);
    expect(found).toHaveLength(6);
    expect(JSON.stringify(found)).not.toMatch(new RegExp(some(8)));
  });

  it('even without a catalog', async () => {
    const agent = bookingAgent().agent;
    expect(await kindsIn(`K = "${stripe}"`, { context: agent ? { agent } : {} })).toHaveLength(1);
  });
});

describe('not a credential:', () => {
  it.each([
    ['a placeholder', `KEY = "${['sk', 'live', 'your_api_key_here_please_now'].join('_')}"`],
    ['a row of x', `KEY = "${['ghp', 'x'.repeat(36)].join('_')}"`],
    ['a row of one letter', `KEY = "${['ghp', 'a'.repeat(36)].join('_')}"`],
    ['the alphabet', `KEY = "${['sk', 'live', 'abcdefghijklmnopqrstuvwx'].join('_')}"`],
    ['a word for something', `KEY = "${['glpat', 'not-a-real-key-but-long'].join('-')}"`],
    ['an example', `KEY = "${['glpat', 'EXAMPLE', some(14)].join('-')}"`],
    ['a test key', `KEY = "${['sk', 'test', some(24)].join('_')}"`],
    ['a publishable key', `KEY = "${['pk', 'live', some(24)].join('_')}"`],
    ['a publishable test key', `KEY = "${['pk', 'test', some(24)].join('_')}"`],
    ['a key that is too short', `KEY = "${['sk', 'live', 'x1'].join('_')}"`],
    ['a name that begins alike', 'sk_live_key_name = load()'],
    ['a hash', 'SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"'],
    ['a UUID', 'ID = "123e4567-e89b-42d3-a456-426614174000"'],
    [
      'a public key',
      'KEY = """-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0B\n-----END PUBLIC KEY-----"""',
    ],
    [
      'a certificate',
      'C = """-----BEGIN CERTIFICATE-----\nMIIBIjANBgkqhkiG9w0B\n-----END CERTIFICATE-----"""',
    ],
    ['the first line of a private key', 'if text.startswith("-----BEGIN PRIVATE KEY-----"): pass'],
    ['a private key that is shortened', `KEY = """${pem('MIIEowIBAAKCAQEA...')}"""`],
    ['a private key that is none', `KEY = """${pem('A'.repeat(180))}"""`],
    ['an address without a password', 'URL = "https://shop@crm.acme-hotels.com"'],
    ['an address with a port', 'URL = "https://crm.acme-hotels.com:8443/a@b"'],
    ['an address with a hole', 'URL = f"https://shop:{password}@crm.acme-hotels.com"'],
    ['an address with a variable', 'URL = "https://shop:$PASSWORD@crm.acme-hotels.com"'],
    ['an address with the word password', `URL = "${address('https', 'crm.acme-hotels.com', 'password')}"`],
    ['an address with the word secret', `URL = "${address('https', 'crm.acme-hotels.com', 'secret')}"`],
    ['an address whose user is its password', `URL = "${address('https', 'crm.acme.com', 'shop')}"`],
    ['an address of this machine', `URL = "${address('postgres', 'localhost:5432/shop')}"`],
    ['an address of this machine by number', `URL = "${address('postgres', '127.0.0.1/shop')}"`],
    ['an address in a container', `URL = "${address('postgres', 'db:5432/shop')}"`],
    ['an address without a user', `URL = "${address('https', 'api.example.com/x')}"`],
    ['the name of a variable', 'KEY = os.environ["AWS_SECRET_ACCESS_KEY"]'],
    ['a secret of the vault', 'KEY = conv.utils.get_secret("stripe_api_key")'],
  ])('%s', async (_, code) => {
    expect(await kindsIn(code)).toEqual([]);
  });

  it.each([
    'tests/start.py',
    'functions/tests/start.py',
    'functions/start_test.py',
    'functions/test_start.py',
    'functions/conftest.py',
    'fixtures/data.py',
    'tools/run.spec.ts',
    'tools/__tests__/run.ts',
    'examples/start.py',
  ])('text in %s', async (path) => {
    expect(await kindsIn(`KEY = "${stripe}"`, { path })).toEqual([]);
  });

  it.each([
    'functions/contest.py',
    'functions/latest/start.py',
    'functions/attest.py',
    'functions/testing_line.py',
  ])('but text in %s is', async (path) => {
    expect(await kindsIn(`KEY = "${stripe}"`, { path })).toEqual(['a Stripe key']);
  });

  it('text that has not been scanned', () => {
    const analyzer = createAnalyzer();
    const text = `KEY = "${stripe}"`;
    const file = analyzer.parse({ uri: 'file:///w/booking/functions/start.py', languageId: 'python', text });
    expect(analyzer.findings(file, bookingAgent())).toEqual([]);
  });

  it('text outside any agent', async () => {
    expect(await kindsIn(`KEY = "${stripe}"`, { context: {} })).toEqual([]);
  });

  it('text that a comment suppresses', async () => {
    const code = `KEY = "${stripe}"  # agent-secrets: ignore[secret-hardcoded] revoked in May`;
    expect(await kindsIn(code)).toEqual([]);
  });
});

describe('the detector', () => {
  it('is not called for code that cannot hold a credential', async () => {
    let questions = 0;
    const asked = (): Promise<[]> => {
      questions++;
      return Promise.resolve([]);
    };
    const code = 'def f(conv):\n    return conv.utils.get_secret("stripe_api_key")\n'.repeat(100);
    expect(mayHoldCredentials(code)).toBe(false);
    expect(await findCredentials(code, asked)).toEqual([]);
    expect(questions).toBe(0);
  });

  it.each(Object.entries({ stripe, github, gitlab, slack, sendGrid, npm, openAi, anthropic, databricks }))(
    'is called wherever there is a credential: %s',
    (_, token) => {
      for (let before = 0; before <= 45; before++) {
        const code = `${'x = 1; '.repeat(10).slice(0, before)} "${token}"`;
        expect(mayHoldCredentials(code)).toBe(true);
        expect(mayHoldCredentials(`${'é'.repeat(before)}"${token}"`)).toBe(true);
      }
      expect(mayHoldCredentials(token)).toBe(true);
      expect(mayHoldCredentials(token.slice(0, 12))).toBe(false);
    },
  );

  it('gets only the lines of the credential', async () => {
    const seen: string[] = [];
    const code = `first\nK = "${stripe}"\nlast\nL = "${github}"\n`;
    await findCredentials(code, (text) => {
      seen.push(text);
      return Promise.resolve([]);
    });
    expect(seen).toEqual([`K = "${stripe}"\n\nL = "${github}"`]);
  });

  it('handles a line without end', async () => {
    const code = `${'x '.repeat(500_000)}"${stripe}"${' y'.repeat(500_000)}`;
    expect(await kindsIn(code)).toEqual(['a Stripe key']);
  });
});

describe('a credential becomes a secret', () => {
  const offersFor = async (code: string): Promise<readonly string[]> => {
    const actions = await actionsFor(code, { mayCreate: true });
    return actions
      .flatMap(({ command }) => command?.argument)
      .flatMap((argument) => (argument && 'name' in argument ? argument.name : []));
  };
  const actionsFor = async (code: string, rights: Parameters<typeof bookingAgent>[0]) => {
    const analyzer = createAnalyzer();
    const uri = 'file:///w/booking/functions/start.py';
    const file = analyzer.parse({ uri, languageId: 'python', text: code });
    const at = code.search(/[a-z]{2,5}[-_](?:live_)?zK4v/);
    const context = { ...bookingAgent(rights), credentials: await findCredentials(code, detect) };
    const actions = analyzer.codeActions(file, file.rangeOf({ start: at, end: at }), context);
    expect(JSON.stringify(actions)).not.toContain(some(8));
    return actions;
  };

  it.each([
    ['a constant', `STRIPE_KEY = "${stripe}"`, 'stripe_key'],
    ['a typed constant', `STRIPE_KEY: str = "${stripe}"`, 'stripe_key'],
    ['an argument', `client = Client(apiKey="${stripe}")`, 'api_key'],
    ['an entry', `headers = {"X-Auth": 1, "gitlab_token": "${gitlab}"}`, 'gitlab_token'],
    ['an attribute', `self.githubToken = "${github}"`, 'github_token'],
    ['a header', `HEADER = "Bearer ${github}"`, 'header'],
    ['nothing', `call("${github}")`, 'api_key'],
  ])('named after %s', async (_, code, name) => {
    expect(await offersFor(code)).toEqual([name]);
  });

  it('also for users who are signed out, who are then asked to sign in', async () => {
    const code = `STRIPE_KEY = "${stripe}"`;
    const analyzer = createAnalyzer();
    const uri = 'file:///w/booking/functions/start.py';
    const file = analyzer.parse({ uri, languageId: 'python', text: code });
    const { agent } = bookingAgent();
    const credentials = await findCredentials(code, detect);
    const at = { start: code.indexOf(stripe), end: code.indexOf(stripe) };
    const context = { ...(agent && { agent }), credentials };
    const titles = analyzer.codeActions(file, file.rangeOf(at), context).map(({ title }) => title);
    expect(titles).toContain('Move to Vault as "stripe_key"…');
  });

  it('of the user’s environment, or a requested one, for users who cannot create one', async () => {
    const actions = await actionsFor(`STRIPE_KEY = "${stripe}"`, { mayRequest: true });
    expect(actions.map(({ title }) => title).filter((title) => !title.startsWith('Ignore'))).toEqual([
      'Request the new secret "stripe_key"…',
      'Move to My Environment…',
    ]);
  });
});
