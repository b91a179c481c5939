import type { ComparedSecret, ToEnvironmentsPanel } from '../../../contracts/environments-messages.ts';

export const rule = [
  { name: 'Sandbox', suffix: '_sandbox' },
  { name: 'Live', suffix: '_live' },
];

const agents = [
  { agentId: 'P-1', agentName: 'Hotel Booking' },
  { agentId: 'P-2', agentName: 'Order Support' },
];

export function aSecret(name: string, changes: Partial<ComparedSecret> = {}): ComparedSecret {
  return { name, fields: [], agentIds: [], version: 1, updatedAt: '2026-03-02T08:00:00Z', ...changes };
}

const fields = ['api_key', 'token_url'];
export const comparedSecrets: readonly ComparedSecret[] = [
  aSecret('booking_api_live', { fields, agentIds: ['P-1', 'P-2'], version: 3 }),
  aSecret('booking_api_sandbox', { fields: ['api_key'], agentIds: ['P-1'] }),
  aSecret('payments_live'),
  aSecret('payments_sandbox'),
  aSecret('stripe_webhook_signing_key_live'),
  aSecret('slack_token'),
];

type Opening = Extract<ToEnvironmentsPanel, { type: 'open' }>;

/** What the host sends to an admin. */
export function environmentsOpening(changes: Partial<Opening> = {}): Opening {
  return {
    type: 'open',
    agents,
    environments: rule,
    secrets: comparedSecrets,
    mayWrite: true,
    mayChangeRule: true,
    ...changes,
  };
}
