const agents = Array.from({ length: 8 }, (_, at) => ({
  agentId: `P-${at}`,
  agentName: `Order Support ${at}`,
}));

/** What the host sends of an account with this many secrets, to an admin. */
export function someSecrets(count: number, given: object = {}, ofEach: object = {}): object {
  return messageWith(listOf(count, ofEach), given);
}

/** Three secrets, and a deleted one that can be restored. */
export function withDeleted(): object {
  const times = { deletedAt: '2026-03-04T08:00:00Z', purgeAfter: '2026-03-11T08:00:00Z' };
  return messageWith([...listOf(3), { ...aSecret(3), name: 'old_key', ...times }]);
}

function messageWith(secrets: readonly object[], given: object = {}): object {
  return { type: 'secrets', agents, secrets, mayWrite: true, mayChangeAccess: true, ...given };
}

function listOf(count: number, given: object = {}): readonly object[] {
  return Array.from({ length: count }, (_, at) => aSecret(at, given));
}

function aSecret(at: number, given: object = {}): object {
  return {
    name: `booking_api_${at}`,
    description: `Reservations of hotel number ${at}`,
    fields: at % 3 === 0 ? ['client_id', 'client_secret'] : [],
    agentIds: agents.slice(0, at % 8).map(({ agentId }) => agentId),
    createdAt: '2026-03-01T08:00:00Z',
    updatedAt: '2026-03-02T08:00:00Z',
    ...(at % 10 === 4 && { deprecated: {} }),
    ...given,
  };
}
