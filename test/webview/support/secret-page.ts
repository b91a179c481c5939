import { someAgents, someEvidence } from './agents.ts';

const fields = ['client_id', 'client_secret'];

const versions = [7, 6, 5, 4, 3, 2, 1].map((version) => ({
  version,
  createdAt: '2026-11-20T09:30:00Z',
  createdBy: 'Ada',
  current: version === 7,
  fields,
}));

/** The page of a key/value secret with a request, for an admin. */
export const somePage = {
  type: 'show',
  name: 'guest_crm',
  agents: someAgents(12),
  facts: {
    kind: 'key_value',
    description: 'Guest profiles.',
    fields,
    upkeep: { owner: 'Treasury', labels: ['live', 'payments'], rotateEveryDays: 90, rotateBy: '2026-06-01' },
    readers: [
      ...someAgents(2),
      { agentId: 'PROJECT-003', agentName: 'Agent 3 Nairobi', until: '2026-12-01T08:00:00Z' },
    ],
    createdAt: '2026-11-01T08:00:00Z',
    createdBy: 'Ada',
    updatedAt: '2026-11-20T09:30:00Z',
    updatedBy: 'Grace',
    deprecated: { replacement: 'guest_crm_v2' },
    versions,
  },
  requests: [
    {
      id: 'r1',
      agentName: 'Agent 4 Osaka',
      requestedBy: 'Grace',
      reason: 'For refunds',
      createdAt: '2026-11-21T08:00:00Z',
      mayDecide: true,
      approvedBy: 'Ada',
    },
  ],
  actions: [
    'copy-snippet',
    'copy-name',
    'edit',
    'rotate',
    'access',
    'copy-access',
    'deprecate',
    'delete',
    'history',
  ],
} as const;

export const someCode = { type: 'evidence', evidence: someEvidence, complete: true } as const;

export const someRead = {
  type: 'last-read',
  lastRead: { at: '2026-11-21T12:00:00Z', agent: 'Agent 1 Berlin' },
} as const;
