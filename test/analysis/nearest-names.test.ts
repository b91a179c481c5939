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
    expect(isClear('zendesk_prod_ap', ['zendesk_prod_api', 'zendesk_test_api'])).toBe(true);
    expect(isClear('zendesk_api', ['zendesk_prod_api', 'zendesk_test_api'])).toBe(false);
    expect(isClear('x', [])).toBe(false);
  });
});
