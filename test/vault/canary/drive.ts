/** How requests are sent: over real HTTP. */
export interface Asked {
  readonly status: number;
  readonly text: string;
}

interface Sending {
  readonly key?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Send = (method: string, url: string, sending?: Sending) => Promise<Asked>;

/** Every answer is recorded: only answers to readers may contain a value. */
export interface Driven {
  readonly answers: readonly string[];
  /** The answers to agents and sandboxes: proof that the values really exist. */
  readonly readings: readonly string[];
  readonly agentKey: string;
}

export function sender(url: string): Send {
  return async (method, path, { key, body, headers } = {}) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(key !== undefined && { authorization: `Bearer ${key}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: answer.status, text: `${JSON.stringify([...answer.headers])}\n${await answer.text()}` };
  };
}

/** Does everything that can be done with values, and fails in every possible way. */
export async function driveEverything(send: Send, adminKey: string, canary: string): Promise<Driven> {
  const answers: string[] = [];
  const asks = async (method: string, url: string, sending: Sending = {}): Promise<Asked> => {
    const answer = await send(method, url, { key: adminKey, ...sending });
    answers.push(answer.text);
    return answer;
  };
  const account =
    /"accountId":"([^"]+)"/.exec((await send('GET', '/v1/me', { key: adminKey })).text)?.[1] ?? '';
  const at = (path: string) => `/v1/accounts/${account}/${path}`;
  const tell = async (status: number, method: string, url: string, sending?: Sending) => {
    const answer = await asks(method, url, sending);
    if (answer.status === status) return answer;
    throw new Error(`${method} ${url}: ${String(answer.status)}, not ${String(status)}`);
  };
  await tell(201, 'POST', at('agents'), { body: { agentId: 'A', agentName: 'A' } });
  await storeValues(tell, at, canary);
  await failEveryWay(tell, asks, at, canary);
  const agentKey = await keyOf(send, at, adminKey, { role: 'agent', agentId: 'A' });
  const readings = [
    (await send('GET', '/v1/agents/A/secrets/one/value', { key: agentKey })).text,
    await throughSandbox(send, tell, at, adminKey, canary),
  ];
  await lookEverywhere(asks, at, agentKey);
  return { answers, readings, agentKey };
}

type Tell = (status: number, method: string, url: string, sending?: Sending) => Promise<Asked>;
type At = (path: string) => string;

const any = { 'if-match': '*' };

async function storeValues(tell: Tell, at: At, canary: string): Promise<void> {
  const one = { name: 'one', kind: 'single', value: `${canary}-1`, agentIds: ['A'] };
  const repeat = { body: one, headers: { 'idempotency-key': 'k' } };
  await tell(201, 'POST', at('secrets'), repeat);
  await tell(201, 'POST', at('secrets'), repeat);
  await tell(422, 'POST', at('secrets'), { ...repeat, body: { ...one, value: canary } });
  const fields = { user: canary, key: `"${canary}\\` };
  await tell(201, 'POST', at('secrets'), { body: { name: 'two', kind: 'key_value', value: fields } });
  for (const value of [`${canary}-2`, canary.repeat(2000)]) {
    await tell(200, 'PATCH', at('secrets/one'), { headers: any, body: { value } });
  }
  await tell(200, 'POST', at('secrets/one/versions/1:restore'), { headers: any });
  await tell(200, 'DELETE', at('secrets/two'), { headers: any });
  await tell(200, 'POST', at('secrets/two:undelete'), { headers: any });
}

async function failEveryWay(tell: Tell, asks: Asks, at: At, canary: string): Promise<void> {
  const body = { name: 'one', kind: 'single', value: canary };
  await tell(409, 'POST', at('secrets'), { body });
  await tell(412, 'PATCH', at('secrets/one'), { headers: { 'if-match': '"999"' }, body: { value: canary } });
  await tell(428, 'PATCH', at('secrets/one'), { body: { value: canary } });
  await tell(404, 'PATCH', at('secrets/none'), { headers: any, body: { value: canary } });
  await tell(401, 'POST', at('secrets'), { key: canary, body });
  await tell(413, 'POST', at('secrets'), { body: { ...body, name: 'big', value: canary.repeat(20_000) } });
  const wrong = [
    `{"name":"x","value":"${canary}`,
    { ...body, kind: canary },
    { ...body, [canary]: 1 },
    { ...body, name: { [canary]: canary } },
    { ...body, kind: 'key_value' },
    { ...body, value: { [canary]: [canary] } },
    { ...body, value: `${canary}\0` },
    [canary],
    canary,
  ];
  for (const one of wrong) await tell(400, 'POST', at('secrets'), { body: one });
  await asks('POST', at('secrets'), { body, headers: { 'content-type': `text/${canary}` } });
  await asks('GET', `/${canary}`, { headers: { 'x-api-key': canary, cookie: canary } });
  await asks('POST', '/v1/me/environment', { body: { name: 'LONELY', value: canary } });
}

type Asks = (method: string, url: string, sending?: Sending) => Promise<Asked>;

/** A user stores variables; a sandbox reads them. */
async function throughSandbox(
  send: Send,
  tell: Tell,
  at: At,
  admin: string,
  canary: string,
): Promise<string> {
  const user = await tell(201, 'POST', at('users'), { body: { name: 'P', role: 'author' } });
  const userId = /"id":"([^"]+)"/.exec(user.text)?.[1] ?? '';
  const key = await keyOf(send, at, admin, { role: 'author', userId });
  const url = '/v1/me/environment';
  await tell(201, 'POST', url, { key, body: { name: 'A_KEY', value: canary } });
  await tell(409, 'POST', url, { key, body: { name: 'A_KEY', value: canary } });
  await tell(400, 'POST', url, { key, body: { name: 'PATH', value: canary } });
  await tell(200, 'PATCH', `${url}/A_KEY`, { key, body: { value: `${canary}-2` } });
  await tell(201, 'POST', url, { key, body: { name: 'GONE', value: canary } });
  await tell(204, 'DELETE', `${url}/GONE`, { key });
  const session = await send('POST', '/v1/me/sandbox-sessions', { key, body: {} });
  const token = /"token":"([^"]+)"/.exec(session.text)?.[1] ?? '';
  return (await send('GET', '/v1/sandbox/environment', { key: token })).text;
}

async function keyOf(send: Send, at: At, key: string, bearer: object): Promise<string> {
  const answer = await send('POST', at('tokens'), { key, body: { name: 'K', ...bearer } });
  return /"token":"([^"]+)"/.exec(answer.text)?.[1] ?? '';
}

async function lookEverywhere(asks: Asks, at: At, agentKey: string): Promise<void> {
  const lists = ['secrets', 'secrets/one', 'secrets/one/versions', 'secrets/one/access', 'agents', 'tokens'];
  for (const path of [...lists, 'users', 'audit-events', 'audit-events:verify', 'access-requests']) {
    await asks('GET', at(path));
  }
  for (const url of ['/metrics', '/openapi.json', '/healthz', '/readyz', '/v1/me']) await asks('GET', url);
  await asks('GET', '/v1/agents/A/catalog', { key: agentKey });
}
