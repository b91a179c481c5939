import type { ToAuditPanel } from '../../../contracts/audit-messages.ts';
import type { ShownEvent } from '../../../contracts/shown-event.ts';

export const auditOpening: ToAuditPanel = {
  type: 'open',
  view: {
    kind: 'activity',
    outcome: 'any',
    who: '',
    secret: '',
    agentId: '',
    period: 'any',
    since: '',
    until: '',
  },
  people: [
    { key: 'userId usr_1', name: 'Ada Author' },
    { key: 'actorId tok_9', name: 'Deployment' },
  ],
  agents: [{ agentId: 'PROJECT-HOTEL01', agentName: 'Hotel Booking' }],
  secrets: ['guest_crm', 'payments_api_key'],
};

const samples: readonly Partial<ShownEvent>[] = [
  { action: 'secret.rotate', secret: 'payments_api_key', version: 3 },
  { action: 'value.read', secret: 'guest_crm', agent: 'Hotel Booking', actor: 'Hotel Booking' },
  { action: 'value.read', secret: 'guest_crm', agent: 'Clinic', decision: 'denied', code: 'MissingAccess' },
  { action: 'user.create', target: 'Ann Reviewer' },
  { action: 'access.change', secret: 'guest_crm', granted: ['Hotel Booking'], revoked: ['Clinic'] },
  { action: 'environment.create', secret: 'MY_KEY' },
  { action: 'token.uses-refused', decision: 'denied', code: 'Unauthenticated', count: 12 },
  { action: 'keys.rotate-root', actor: 'operator' },
  { action: 'request.create', secret: 'guest_crm', agent: 'Clinic', reason: 'Checkout needs it' },
];

/** `count` events, newest first; the first has the number `newest`. */
export function someEvents(newest: number, count: number): readonly ShownEvent[] {
  return Array.from({ length: count }, (_, index) => ({
    seq: newest - index,
    at: new Date(Date.UTC(2026, 10, 21, 12, 0) - index * 60_000).toISOString(),
    actor: 'Ada Author',
    action: 'secret.create',
    decision: 'allowed',
    granted: [],
    revoked: [],
    ...samples[index % samples.length],
  }));
}
