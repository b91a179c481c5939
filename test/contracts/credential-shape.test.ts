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
