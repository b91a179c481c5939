import { describe, expect, it } from 'vitest';
import { createAnalyzer, findCredentials } from '../../analysis/index.ts';
import { bookingAgent } from '../support/analysis-fixture.ts';

/** Random characters of no known service; credentials are assembled here, so that no file contains one. */
const letters = 'zK4vT9wQ2mXr7LbNc5JdHs8PfGy3RtUe6WaZk1MqVn0BxCiSoDlEjFhTpYuIgOwR';
const hexDigits = '9f3c1ae57b02d8644ce18fb35a7d20964be1c7f8';
const some = (count: number, from = 0): string => letters.repeat(3).slice(from, from + count);
const hex = (count: number): string => hexDigits.repeat(3).slice(0, count);

/** The kinds that are found without the detector, so only by names, addresses and randomness. */
async function kindsIn(code: string, languageId = 'python'): Promise<readonly string[]> {
  const analyzer = createAnalyzer();
  const path = languageId === 'python' ? 'functions/start.py' : 'functions/start.ts';
  const file = analyzer.parse({ uri: `file:///w/booking/${path}`, languageId, text: code });
  const credentials = await findCredentials(code, () => Promise.resolve([]));
  return analyzer
    .findings(file, { ...bookingAgent(), credentials })
    .filter(({ rule }) => rule === 'secret-hardcoded')
    .map(({ message }) => /^This is ([^.]+)\./.exec(message)?.[1] ?? message);
}

const values: readonly string[] = [
  some(40),
  some(32, 5),
  some(24, 9),
  hex(32),
  hex(40),
  `${some(20)}-${some(22, 30)}`,
];
const names = [
  'api_key',
  'API_KEY',
  'apiKey',
  'STRIPE_API_KEY',
  'access_key',
  'auth_key',
  'secret_key',
  'signing_key',
];
const tokens = [
  'token',
  'TWILIO_TOKEN',
  'accessToken',
  'auth_token',
  'bearer_token',
  'refresh_token',
  'AUTH_TOKEN_LIVE',
];
const secrets = ['secret', 'client_secret', 'clientSecret', 'WEBHOOK_SECRET', 'app_secret', 'JWT_SECRET'];
const passwords = ['password', 'DB_PASSWORD', 'dbPassword', 'passwd', 'smtp_password', 'passphrase'];
const passwordValues = ['Summer-Rain-1987!', 'k3Jd82hsLq0Z', 'tr0ub4dor&3x', some(12), some(16, 3)];

describe('a credential without a known beginning is found by its name:', () => {
  const shapes: readonly ((name: string, value: string) => string)[] = [
    (name, value) => `${name} = "${value}"`,
    (name, value) => `${name}='${value}'`,
    (name, value) => `client = Client(${name}="${value}")`,
    (name, value) => `config = {"${name}": "${value}"}`,
    (name, value) => `config["${name}"] = "${value}"`,
    (name, value) => `${name}: str = "${value}"`,
    (name, value) => `self.${name} = "${value}"`,
    (name, value) => `value = os.environ.get("${name}", "${value}")`,
    (name, value) => `${name} = os.getenv("${name}") or "${value}"`,
  ];
  const inTypeScript: readonly ((name: string, value: string) => string)[] = [
    (name, value) => `const ${name} = "${value}";`,
    (name, value) => `const ${name}: string = '${value}';`,
    (name, value) => `connect({ ${name}: "${value}" });`,
    (name, value) => `const ${name} = process.env.${name} ?? "${value}";`,
    (name, value) => `const ${name} = process.env.${name} || \`${value}\`;`,
    (name, value) => `config.${name} = "${value}"`,
  ];

  const cases = (all: readonly string[], given: readonly string[]) =>
    all.flatMap((name) => given.map((value) => [name, value] as const));

  it.each([
    ['an API key', cases(names, values)],
    ['a token', cases(tokens, values)],
    ['a secret', cases(secrets, values)],
    ['a password', cases(passwords, passwordValues)],
  ])('%s', async (kind, all) => {
    const missed: string[] = [];
    for (const [name, value] of all) {
      for (const shape of shapes) {
        const found = await kindsIn(shape(name, value));
        if (found.join() !== kind)
          missed.push(`${shape(name, '…')} (${String(value.length)}): ${found.join()}`);
      }
      for (const shape of inTypeScript) {
        const found = await kindsIn(shape(name, value), 'typescript');
        if (found.join() !== kind)
          missed.push(`${shape(name, '…')} (${String(value.length)}): ${found.join()}`);
      }
    }
    expect(missed).toEqual([]);
  });

  it.each([
    `headers = {"X-Api-Key": "${some(32)}"}`,
    `headers["x-api-key"] = "${hex(32)}"`,
    `headers = {"Authorization": "Bearer ${some(40)}"}`,
    `headers = {"Authorization": "Token ${hex(40)}"}`,
    `headers = {'X-Auth-Token': '${some(36)}'}`,
    `requests.get(url, headers={"Ocp-Apim-Subscription-Key": "${hex(32)}"})`,
    `url = "redis://:${some(12)}@cache.acme-hotels.com:6379/0"`,
    `url = "amqps://shop:${some(12)}@mq.acme-hotels.com/main"`,
    `url = "postgresql+asyncpg://shop:${some(12)}@db.acme-hotels.com/main"`,
    `auth = ("shop", password="${some(14)}")`,
  ])('%s', async (code) => {
    expect(await kindsIn(code)).toHaveLength(1);
  });
});

describe('nothing is reported for', () => {
  it.each([
    'password = "password"',
    'password = ""',
    'password = "changeme"',
    'password = "your-password-here"',
    'password = "********"',
    'password="Passwort"',
    'label_password = "Enter your password"',
    'errors = {"password": "At least 8 characters"}',
    'i18n = {"password": "Contraseña", "new_password": "NuevaContraseña"}',
    'schema = {"password": "string", "token": "string"}',
    'fields = {"password": "PasswordField", "token": "CharField"}',
    'input_type = {"password": "password-input"}',
    'password_pattern = "^(?=.*[A-Z])(?=.*[0-9]).{8,}$"',
    'password = os.environ["DB_PASSWORD"]',
    'password = f"{user}-{stage}"',
    'password = "{{ db_password }}"',
    'password = "<password>"',
    'password = "${DB_PASSWORD}"',
    'password = "%(password)s"',
    'password = get_password("crm_production_1")',
    'PASSWORD_FIELD = "userPassword1Field"',
    'password_hash = "$2b$12$abcdefghijklmnopqrstuv"',
    `password_hash = "${hex(40)}"`,
    'passwords = ["short"]',
    'api_key = "api_key"',
    'api_key = "YOUR_API_KEY"',
    'api_key = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"',
    'api_key = "stripe_api_key"',
    'api_key = "booking_api_production_v2"',
    'api_key = "projects/shop/secrets/booking-api/versions/latest"',
    'api_key = "hotel-booking-service-production-eu-west-1"',
    'api_key = conv.utils.get_secret("booking_api_live_2024")',
    'api_key_header = "X-Api-Key"',
    'api_key_name = "crm_production_key_2024"',
    'API_KEY_URL = "https://api.acme-hotels.com/v1/keys"',
    'api_key = "00000000000000000000000000000000"',
    'api_key = "12345678901234567890123456789012"',
    'api_key = "test_9f3c1ae57b02d8644ce18fb35a7d2096"',
    `public_key = "${some(40)}"`,
    `publishable_key = "${some(40)}"`,
    `site_key = "${some(40)}"`,
    `PUBLIC_API_KEY = "${some(40)}"`,
    `NEXT_PUBLIC_API_KEY = "${some(40)}"`,
    `primary_key = "${hex(32)}"`,
    `foreign_key = "${hex(32)}"`,
    `cache_key = "${hex(32)}"`,
    `sort_key = "${hex(32)}"`,
    `partition_key = "${some(32)}"`,
    `idempotency_key = "${hex(32)}"`,
    `key = "${hex(32)}"`,
    `key_id = "${hex(32)}"`,
    `token_id = "${hex(32)}"`,
    `secret_id = "${hex(32)}"`,
    `secret_arn = "arn:aws:secretsmanager:eu-west-1:123:secret:crm-AbCdEf"`,
    `secret_name = "booking_api_live_2024_eu"`,
    `page_token = "${some(32)}"`,
    `next_token = "${some(32)}"`,
    `nextPageToken = "${some(32)}"`,
    `continuation_token = "${some(40)}"`,
    `sync_token = "${some(32)}"`,
    `csrf_token = "${some(32)}"`,
    `pad_token = "<pad>"`,
    `token = "function_call_arguments_delta"`,
    `token_type = "${some(32)}"`,
    `token_url = "https://auth.acme-hotels.com/oauth2/token"`,
    `token_hash = "${hex(40)}"`,
    `tokenizer = "gpt2-medium-English-cased-v1"`,
    `sha256 = "${hex(64)}"`,
    `commit = "${hex(40)}"`,
    `checksum = "${hex(32)}"`,
    `etag = "${hex(32)}"`,
    `trace_id = "${hex(32)}"`,
    `password = "9f1b3a52-6a5b-4e0f-8f0e-2b1f7d9c4a11"`,
    `api_key = "9f1b3a52-6a5b-4e0f-8f0e-2b1f7d9c4a11"`,
    'pwd = "/home/app/Projects2024/booking"',
    'secret = "s3cr3t"',
    'secret = "secret"',
    'secret_path = "kv/data/Crm2024/Production"',
    'secret = "kv/data/Crm2024/Production"',
    'token = "Bearer"',
    'token: "TokenResponseV2DtoFactoryBuilder"',
    'token = "application/vnd.api+json"',
    'headers = {"Authorization": "Bearer {token}"}',
    'headers = {"Authorization": f"Bearer {token}"}',
    'headers = {"Authorization": "Bearer " + token}',
    'headers = {"X-Api-Key": api_key}',
    'headers = {"X-Api-Key": "X-Api-Key-Value-Goes-Here"}',
    'url = "redis://localhost:6379/0"',
    'url = "redis://:password@cache.acme-hotels.com"',
    'url = "amqp://guest:guest@mq.acme-hotels.com"',
    'url = "amqp://shop:{password}@mq.acme-hotels.com"',
    'url = "redis://:k3Jd82hsLq0Z@localhost:6379"',
    'if token == "k3Jd82hsLq0Zk3Jd82hsLq0Z": pass',
    'print("token: see https://docs.acme-hotels.com/k3Jd82hsLq0Z")',
    'assert response.json()["token"] == "k3Jd82hsLq0Zk3Jd82hsLq0Z"',
    'description = "api_key is sent in the header X-Api-Key, e.g. 9f3c…"',
    `# password: ask the team`,
    `secret_key_base = os.urandom(32)`,
    'SECRET_KEY = secrets.token_hex(32)',
    'token = "A1B2"',
    'passphrase = "correct horse battery staple"',
    'access_key = "accessKeyIdForTheBookingService"',
    'SECRET = "SECRET_BOOKING_API_LIVE_V2_2024"',
    'auth_token = "AuthTokenV2HandlerFactory"',
    'client_secret = "client_secret_basic"',
    'token = "urn:ietf:params:oauth:token-type:access_token"',
    'password = "PASSWORD_RESET_REQUIRED_2"',
    'password = "passwordReset2Template"',
    'token = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"',
  ])('%s', async (code) => {
    expect(await kindsIn(code)).toEqual([]);
    expect(await kindsIn(code, 'typescript')).toEqual([]);
  });

  it.each([
    'const password = "Passwort vergessen?";',
    "const t = { password: 'Mot de passe', token: 'Jeton' };",
    '<input type="password" name="password" placeholder="Your password" />',
    '<input password="current-password" autoComplete="new-password" />',
    'type Props = { password: string; token: "a" | "b" };',
    'const token = `${prefix}-${id}`;',
    'case TokenType.secret: return "SecretTokenNode2";',
    'const TOKEN = Symbol("k3Jd82hsLq0Zk3Jd82hsLq0Z");',
    "import { token } from './k3Jd82hsLq0Zk3Jd82hsLq0Z.js';",
    'const apiKey = await conv.utils.getSecret("booking_api_live_2024");',
    "const secret: Secret = secrets['booking_api_live_2024'];",
    "colors = { keyword: '#9f3c1ae5', token: 'rgb(12 34 56)' };",
    "const classes = { token: 'token-a1b2c3 hover:bg-red-500', password: 'form-control-2' };",
  ])('%s', async (code) => {
    expect(await kindsIn(code, 'typescript')).toEqual([]);
  });
});
