/** By path of a `GET`; the status is 200 unless set. */
export type VaultAnswers = Readonly<Record<string, { readonly status?: number; readonly body: unknown }>>;

/** A vault in memory: its answers to `GET` on these paths. */
export function vaultFetch(answers: VaultAnswers): (url: string | URL | Request) => Promise<Response> {
  return (url) => {
    const { pathname } = new URL(url instanceof Request ? url.url : url);
    const { status = 200, body } = answers[pathname] ?? { status: 404, body: problem(404, 'NotFound') };
    const type = status < 400 ? 'application/json' : 'application/problem+json';
    return Promise.resolve(new Response(JSON.stringify(body), { status, headers: { 'content-type': type } }));
  };
}

export function problem(status: number, code: string): object {
  return { type: 'about:blank', title: code, status, detail: 'A sentence.', code, requestId: 'r1' };
}

export function identity(agentId?: string): object {
  return {
    id: 'u1',
    name: 'Reviewer',
    role: agentId === undefined ? 'reviewer' : 'agent',
    accountId: 'acc',
    accountName: 'Account',
    rights: ['catalog:read', 'agents:list'],
    vaultEnabled: true,
    ...(agentId === undefined ? {} : { agentId }),
  };
}

export function agentPage(...agentIds: readonly string[]): object {
  const at = '2026-01-01T00:00:00.000Z';
  return {
    agents: agentIds.map((agentId) => ({
      accountId: 'acc',
      agentId,
      agentName: `Agent ${agentId}`,
      createdAt: at,
      updatedAt: at,
    })),
  };
}

export function catalogAnswer(catalog: object, asOf = '2026-01-01T00:00:00.000Z'): object {
  return { ...catalog, asOf, version: 1 };
}
