import { type Answer, ask, textOf } from './ask.ts';
import { inParallel } from './in-parallel.ts';
import type { Ledger } from './ledger.ts';
import { randomFrom } from './random.ts';
import { Writer } from './writer.ts';

/** A started vault, and an admin key. */
export interface Reachable {
  readonly url: string;
  readonly adminKey: string;
}

/** The requested number of writers, each with its own agent and person. */
export async function hireWriters(
  vault: Reachable,
  ledger: Ledger,
  count: number,
): Promise<readonly Writer[]> {
  const send = (method: 'GET' | 'POST', path: string, body?: unknown) => demand(vault, method, path, body);
  const accountId = textOf(await send('GET', '/v1/me'), 'accountId');
  const account = `/v1/accounts/${accountId}`;
  const hire = async (index: number): Promise<Writer> => {
    const agentId = `w${String(index)}`;
    await send('POST', `${account}/agents`, { agentId, agentName: agentId });
    const user = textOf(await send('POST', `${account}/users`, { name: agentId, role: 'author' }), 'id');
    const ofAgent = { name: 'run', role: 'agent', agentId };
    const agentKey = textOf(await send('POST', `${account}/tokens`, ofAgent), 'token');
    const ofUser = { name: 'own', role: 'author', userId: user };
    const userKey = textOf(await send('POST', `${account}/tokens`, ofUser), 'token');
    ledger.note({ action: 'token.issue', agentId }, 'acknowledged');
    ledger.note({ action: 'token.issue' }, 'acknowledged');
    const keys = { accountId, adminKey: vault.adminKey, agentId, agentKey, userKey };
    return new Writer(keys, ledger, randomFrom(index + 1));
  };
  return inParallel(
    Array.from({ length: count }, (_, index) => index),
    hire,
  );
}

async function demand(
  vault: Reachable,
  method: 'GET' | 'POST',
  path: string,
  body: unknown,
): Promise<Answer> {
  const answer = await ask(vault.url, {
    method,
    path,
    key: vault.adminKey,
    ...(body !== undefined && { body }),
  });
  if (answer && answer.status < 300) return answer;
  throw new Error(`${path}: ${JSON.stringify(answer)}`);
}
