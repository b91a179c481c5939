import { describe, expect, it } from 'vitest';
import { isFromEnvironmentsPanel } from '../../contracts/environments-messages.ts';
import { comparison, shownRows } from '../../webview/environments/comparison.ts';
import { aSecret, comparedSecrets, rule } from './support/environments.ts';

describe('the comparison of environments', () => {
  it('says which counterparts are missing, and which fields they lack', () => {
    const [booking, payments, stripe] = comparison(comparedSecrets, rule);
    expect(booking).toMatchObject({ base: 'booking_api', differs: true });
    expect(booking?.cells.map(({ lacks }) => lacks)).toEqual([['token_url'], []]);
    expect(payments).toMatchObject({ base: 'payments', differs: false });
    expect(stripe).toMatchObject({
      differs: true,
      cells: [{ name: 'stripe_webhook_signing_key_sandbox' }, {}],
    });
    expect(stripe?.cells[0]?.secret).toBeUndefined();
  });

  it('says that a single value lacks the fields of its counterpart', () => {
    const secrets = [aSecret('crm_sandbox'), aSecret('crm_live', { fields: ['client_id'] })];
    expect(comparison(secrets, rule)[0]?.cells.map(({ lacks }) => lacks)).toEqual([['client_id'], []]);
  });

  it('finds names by any of their environments, also missing ones', () => {
    const rows = comparison(comparedSecrets, rule);
    const found = (filter: string) => shownRows(rows, { filter, show: 'all' }).map(({ base }) => base);
    expect(found('STRIPE sandbox')).toEqual(['stripe_webhook_signing_key']);
    expect(found('')).toHaveLength(3);
    expect(shownRows(rows, { filter: '', show: 'different' })).toHaveLength(2);
  });

  it('other agents are a difference only on request, because they are often intended', () => {
    const secrets = [
      aSecret('mail_live', { agentIds: ['P-1'] }),
      aSecret('mail_sandbox', { agentIds: ['P-2'] }),
      aSecret('sms_live', { agentIds: ['P-1', 'P-2'] }),
      aSecret('sms_sandbox', { agentIds: ['P-2', 'P-1'] }),
    ];
    const shown = (show: 'different' | 'agents') =>
      shownRows(comparison(secrets, rule), { filter: '', show }).map(({ base }) => base);
    expect(shown('different')).toEqual([]);
    expect(shown('agents')).toEqual(['mail']);
  });
});

describe('a message of the Environments panel', () => {
  const draft = { before: [], environments: rule };
  it.each([
    { type: 'ready' },
    { type: 'show', name: 'a' },
    { type: 'create', name: 'a', counterpart: 'b' },
    { type: 'draft', view: { filter: '', show: 'all' } },
    { type: 'draft', draft, view: { filter: 'live', show: 'different' } },
    { type: 'save', draft },
  ])('is accepted: %j', (message) => {
    expect(isFromEnvironmentsPanel(message)).toBe(true);
  });

  it.each([
    undefined,
    { type: 'delete' },
    { type: 'create', name: 'a' },
    { type: 'save' },
    { type: 'save', draft: { before: [], environments: [{ name: 'Live' }] } },
    { type: 'draft', draft: null, view: { filter: '', show: 'all' } },
    { type: 'draft', view: { filter: '', show: 'new' } },
  ])('is dropped when it is %j', (message) => {
    expect(isFromEnvironmentsPanel(message)).toBe(false);
  });
});
