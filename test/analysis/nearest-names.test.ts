import { describe, expect, it } from 'vitest';
import { isClear, nearestNames } from '../../analysis/catalog/nearest-names.ts';

const vault = [
  'stripe_api_key',
  'zendesk_prod_api',
  'zendesk_test_api',
  'mcp-secret',
  'PolyOutboundToken',
  'Salesforce API Credentials',
  'sms',
];

describe('the nearest name', () => {
  it.each([
    ['strpe_api_key', ['stripe_api_key']],
    ['Stripe_API_Key', ['stripe_api_key']],
    ['stripe-api-key', ['stripe_api_key']],
    ['zendesk_api', ['zendesk_prod_api', 'zendesk_test_api']],
    ['mcp_secret', ['mcp-secret']],
    ['poly_outbound_token', ['PolyOutboundToken']],
    ['salesforce_api_credentials', ['Salesforce API Credentials']],
    ['api', []],
    ['github_token', []],
    ['', []],
  ])('of %s', (written, expected) => {
    expect(nearestNames(written, vault)).toEqual(expected);
  });

  it('is clear when no other is as near', () => {
    expect(isClear('strpe_api_key', ['stripe_api_key'])).toBe(true);
    expect(isClear('zendesk_prod_aip', ['zendesk_prod_api', 'zendesk_test_api'])).toBe(true);
    expect(isClear('zendesk_api', ['zendesk_prod_api', 'zendesk_test_api'])).toBe(false);
    expect(isClear('x', [])).toBe(false);
  });

  it.each([
    ['StripeApiKey', 'stripe_api_key'],
    ['stripeapi-KEY', 'stripe_api_key'],
    ['stripe_api_kye', 'stripe_api_key'],
    ['stirpe_api_key', 'stripe_api_key'],
    ['stripee_api_key', 'stripe_api_key'],
    ['client_ids', 'client_id'],
  ])('is clear for a slip within one word: %s', (written, name) => {
    expect(isClear(written, [name])).toBe(true);
  });

  it.each([
    ['stripe_test_api_key', 'stripe_api_key'],
    ['stripe_key_api', 'stripe_api_key'],
    ['stripe_dev_key', 'stripe_de_key'],
    ['stripe_pro_key', 'stripe_prod_key'],
    ['stripe_v2_key', 'stripe_v1_key'],
    ['stripe_key2', 'stripe_key'],
    ['key_12', 'key_1_2'],
    ['key_12', 'key_21'],
    ['unbound_token', 'inbound_token'],
    ['strike_api_key', 'stripe_api_key'],
    ['strpe_api_kye', 'stripe_api_key'],
  ])('is not clear for another word: %s for %s', (written, name) => {
    expect(isClear(written, [name])).toBe(false);
  });
});
