const agents = Array.from({ length: 8 }, (_, at) => ({
  agentId: `P-${at}`,
  agentName: `Order Support ${at}`,
}));

/** What the host sends of an account with this many secrets, to an admin. */
export function someSecrets(count: number, given: object = {}): object {
  const secrets = Array.from({ length: count }, (_, at) => ({
    name: `booking_api_${at}`,
    description: `Reservations of hotel number ${at}`,
    fields: at % 3 === 0 ? ['client_id', 'client_secret'] : [],
    agentIds: agents.slice(0, at % 8).map(({ agentId }) => agentId),
    createdAt: '2026-03-01T08:00:00Z',
    updatedAt: '2026-03-02T08:00:00Z',
    ...(at % 10 === 4 && { deprecated: {} }),
  }));
  return { type: 'secrets', agents, secrets, mayWrite: true, mayChangeAccess: true, ...given };
}
