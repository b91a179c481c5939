import { randomBytes, randomInt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { looksLikeCredential } from '../../contracts/credential-shape.ts';

const alphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const random = (length: number): string =>
  Array.from({ length }, () => alphanumeric[randomInt(alphanumeric.length)]).join('');
const hex = (bytes: number): string => randomBytes(bytes).toString('hex');

/** Assembled, so that no scanner takes this file for a leak. */
const issued: Readonly<Record<string, () => string>> = {
  Stripe: () => ['sk', 'live', random(24)].join('_'),
  'Stripe, restricted': () => ['rk', 'live', random(24)].join('_'),
  GitHub: () => `ghp_${random(36)}`,
  'GitHub, fine-grained': () => ['github', 'pat', random(22), random(59)].join('_'),
  GitLab: () => `glpat-${random(20)}`,
  Slack: () => ['xoxb', randomInt(1e9, 9e9), randomInt(1e9, 9e9), random(24)].join('-'),
  OpenAI: () => ['sk', 'proj', random(48)].join('-'),
  Anthropic: () => ['sk', 'ant', 'api03', random(40)].join('-'),
  AWS: () => `AKIA7${random(15).toUpperCase()}`,
  Google: () => `AIza${random(34)}7`,
  SendGrid: () => `SG.${random(22)}.${random(43)}`,
  Databricks: () => `dapi${hex(16)}`,
  npm: () => `npm_${random(36)}`,
  'Hugging Face': () => `hf_${random(34)}`,
  Twilio: () => `SK${hex(16)}`,
  'a JSON web token': () => `eyJ${random(20)}.eyJ${random(40)}.${random(43)}`,
  'a private key': () => `-----BEGIN PRIVATE KEY-----\n${random(64)}`,
  'a database': () => `postgres://app:${random(12)}@db.internal/app`,
  'a header': () => `Authorization: Bearer ${random(32)}`,
  'a command': () => `curl -u admin:${random(12)} https://example.com`,
  'an unknown service': () => random(48),
};

describe('a credential', () => {
  it.each(Object.keys(issued))('of %s is recognized, alone and in a sentence', (issuer) => {
    const texts = Array.from({ length: 200 }, () => issued[issuer]?.() ?? '');
    const missed = texts.filter(
      (text) => !looksLikeCredential(text) || !looksLikeCredential(`Use ${text} here`),
    );
    // Random text can look like words by chance.
    expect(missed.length).toBeLessThanOrEqual(16);
  });

  it.each([16, 20, 32])(
    'of %i random bytes in hexadecimal is recognized if there is no other text',
    (bytes) => {
      const key = `a1${hex(bytes - 1)}`;
      expect(looksLikeCredential(key)).toBe(true);
      expect(looksLikeCredential(key.toUpperCase())).toBe(true);
      expect(looksLikeCredential(`Commit ${key}`)).toBe(false);
    },
  );

  it.each(
    ['abc123def456', '51NotARealKey', '51NotARealKEYofAnyone1234567890'].map((key) =>
      ['sk', 'live', key].join('_'),
    ),
  )('%s is recognized', (text) => {
    expect(looksLikeCredential(text)).toBe(true);
  });
});

/** Assembled as above. */
const passwords = [
  ['Tr0ub4dor', '3'].join('&'),
  ['Winter', '2024', '!'].join(''),
  ['kX9', 'mQ2', 'vL7p'].join(''),
];
const labeled = [
  (value: string) => `password: ${value}`,
  (value: string) => `Login ada, Password = ${value}.`,
  (value: string) => `CRM of the hotels (passwd: "${value}")`,
  (value: string) => `user=app pwd=${value}`,
];
const randomLabels = ['API key: ', 'token=', 'Secret: ', 'The access-key: ', "key = '"];

describe('a value behind a label', () => {
  it.each(passwords.flatMap((value) => labeled.map((text) => text(value))))('%s is recognized', (text) => {
    expect(looksLikeCredential(text)).toBe(true);
  });

  it.each(randomLabels)('%s… is recognized, also in hexadecimal', (label) => {
    const texts = Array.from({ length: 200 }, (_, at) => `${label}${at % 2 === 0 ? random(32) : hex(16)}`);
    // Random text can look like words by chance.
    expect(texts.filter((text) => !looksLikeCredential(text)).length).toBeLessThanOrEqual(20);
  });
});

const services =
  'stripe twilio sendgrid github gitlab slack openai anthropic aws gcp azure salesforce hubspot zendesk shopify mailgun npm docker booking guest crm order payment loyalty hotel clinic hf gsk sk_live sk_test pk_live rk_live whsec'.split(
    ' ',
  );
const kinds =
  'api_key api_token secret client_secret password login webhook_secret key_live key_sandbox api_key_v2 token_2024 oauth2_client private_key_pem reservations2024 s3_bucket_eu1 sha256_hmac_key'.split(
    ' ',
  );
const names = services.flatMap((service) =>
  kinds.flatMap((kind) => [`${service}_${kind}`, `${kind}-${service}`]),
);
const unusualNames = [
  'STRIPE_SECRET_KEY_LIVE_2026',
  'stripeSecretApiKeyForLivePayments',
  'sk_live_key',
  'sk_live_payments2024',
  'sk_live_reservationsV2',
  'sk_live_europeanReservations_2026',
  'sk_test_paymentsOfTheEuropeanHotels',
  'sk-proj-booking-agent-production',
  'sk-ant-customer-support-assistant-v2',
  'npm_registry_read_token_2024',
  'hf_inference_endpoint_eu_west_1',
  'glpat-ci-deploy-token-2026-11',
  'xoxb-bot-token-for-slack',
  'key-for-the-loyalty-programme-v2',
  'AKIA_ACCESS_KEY',
  'SalesforceMarketingCloudApiClientCredentials',
  'Bestell-API Deutschland (2. Versuch)',
  '予約APIキー',
  'tskey-tailscale-office-network-2026',
  'rnd_team_sandbox_database_password_1',
];
const descriptions = [
  'Charges cards. Issued by Stripe; the live key starts with sk_live_, the test key with sk_test_.',
  'From the 1Password vault "Payments", item 7f3c9a52-1b2c-4d5e-8f90-123456789abc.',
  'See commit 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b and https://docs.example.com/Team/Payments2/Keys.',
  'Checksum of the certificate: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'Format: postgres://user:<password>@host/db. Ask Ada for access (ticket OPS-10243).',
  'Format: postgres://user:password@host/db',
  'Tokens look like ghp_… and expire every 90 days.',
  'Dashboard: https://dashboard.stripe.com/acct_1Abc2Def3Ghi4/apikeys',
  'Telefon +49 30 1234567, Raum B2.17; gültig bis 2027-03-31T12:00:00Z',
  'key-value pairs for the sandbox of sk-learn-based-recommendations-service',
  'BEGIN of the PRIVATE KEY is -----BEGIN',
  'Sent as Authorization: Bearer <token>, not as Bearer authenticationOfThePartner2024.',
  'Test it: curl -u user:password https://api.example.com, or curl -u "$USER:$PASSWORD".',
  'Password of the test system: ask Ada.',
  'Password: ask Ada (OPS-10243)',
  'Password: changed 2026-11-25 by the platform team',
  'password: KeePass:Agents/2024',
  'Password: 1Password, vault "Payments"',
  'Password: https://vault.example.com/Payments2',
  'Password: 2026-11-25T12:00:00Z',
  'Password: Rotated-2026.',
  'Password: Booking.2026/Hotels',
  'password=<password>, user=<name>',
  'password=$CRM_PASSWORD_2',
  'password=${CRM_PASSWORD_2}',
  'Passwort: siehe Tresor "Zahlungen 2026"',
  'パスワード: 金庫2026を参照',
  'Passphrase: six words from the card in safe B2.17',
  'pwd: /srv/agents/booking_v2',
  'Key: CRM-1042',
  'key: crm/prod/api_2',
  'Key: arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  'KMS key: 1234abcd-12ab-34cd-56ef-1234567890ab',
  'Key: projects/hotel-eu/locations/europe-west3/keyRings/r1/cryptoKeys/k2',
  'API key: issued 2026-01-31 by stripe.com/acct2',
  'API key: see https://wiki.example.com/Keys2026/Payments',
  'Primary key: reservation_id_2026_of_the_guest_table',
  'Token: expires 2027-01-31T12:00:00Z',
  'token=OAUTH2_ACCESS_TOKEN_OF_THE_SANDBOX',
  'Token: oauth2-client-credentials-flow-v2',
  'Secret: name-of-the-kubernetes-secret-eu-west-1',
  'Secret: managed by Terraform, module payments2/secrets',
  'key: value',
];

describe('an ordinary text', () => {
  it(`is not taken for a credential: ${names.length} names`, () => {
    expect(names.length).toBeGreaterThan(500);
    expect([...names, ...unusualNames].filter(looksLikeCredential)).toEqual([]);
  });

  it.each(descriptions)('%s', (description) => {
    expect(looksLikeCredential(description)).toBe(false);
  });
});
