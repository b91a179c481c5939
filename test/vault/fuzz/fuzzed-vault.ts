import type { AddressInfo } from 'node:net';
import type { Storage } from '../../../vault/storage/storage.ts';
import { accountId, openVaultOn, type VaultOn } from '../support/vault-on.ts';
import { castOf, type Cast } from './cast.ts';
import { type Operation, readDocument } from './document.ts';
import type { Received } from './judge.ts';
import { wireForm } from './raw-requests.ts';
import type { FuzzRequest } from './request.ts';
import { sendBytes, type SocketAnswer } from './socket.ts';

/** The route of a request, as the framework knows it. */
export interface Routed {
  readonly operation: Operation | undefined;
  /** The route that is in no document: `/openapi.json`. */
  readonly isHidden: boolean;
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface FuzzedVault extends Cast {
  readonly on: VaultOn;
  readonly operations: readonly Operation[];
  send(request: FuzzRequest): Promise<SocketAnswer>;
  routeOf(answer: Received): Routed;
  close(): Promise<void>;
}

export async function openFuzzedVault(storage: Storage): Promise<FuzzedVault> {
  const on = await openVaultOn(storage);
  const routes = new Map<string, Routed>();
  let operations: readonly Operation[] = [];
  on.app.addHook('onSend', async (request) => {
    const { url, schema } = request.routeOptions;
    const { operationId: id } = (schema ?? {}) as { operationId?: string };
    routes.set(request.id, {
      operation: operations.find((one) => one.id === id),
      isHidden: url === '/openapi.json',
      parameters: (request.params ?? {}) as Record<string, unknown>,
    });
  });
  await on.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = on.app.server.address() as AddressInfo;
  operations = readDocument((await on.app.inject('/openapi.json')).payload);
  const cast = await castOf(on);
  return {
    on,
    operations,
    ...cast,
    send: (request) => send(on, port, request),
    routeOf(answer) {
      const id = answer.headers['x-request-id'] ?? '';
      const isStream = answer.headers['content-type'] === 'text/event-stream';
      const found = routes.get(id) ?? streamOr(isStream, operations);
      routes.clear();
      return found;
    },
    close: () => on.close(),
  };
}

/** The framework does not handle streams as answers, so it reports nothing about them. */
function streamOr(isStream: boolean, operations: readonly Operation[]): Routed {
  const operation = isStream ? operations.find(({ id }) => id === 'events') : undefined;
  return { operation, isHidden: false, parameters: {} };
}

function send(on: VaultOn, port: number, request: FuzzRequest): Promise<SocketAnswer> {
  if (request.raw) return sendBytes(port, request.raw, false);
  const isWhole = !('content-length' in request.headers);
  if (request.transport === 'socket') return sendBytes(port, wireForm(request), isWhole);
  return Promise.race([inject(on, request), hanging()]);
}

async function inject({ app }: VaultOn, request: FuzzRequest): Promise<Received> {
  const { method, url, headers, body } = request;
  const answer = await app.inject({
    method: method as 'GET',
    url,
    headers: { ...headers },
    ...(body && { payload: body }),
  });
  const texts = Object.entries(answer.headers).map(([name, value]) => [name, String(value)] as const);
  return { status: answer.statusCode, headers: Object.fromEntries(texts), body: answer.rawPayload };
}

function hanging(): Promise<'hangs'> {
  return new Promise((resolve) => {
    setTimeout(() => resolve('hangs'), 20_000).unref();
  });
}

/** Everything visible to all users or to the operator: none of it may contain the canary. */
export async function outputsOf({ app, log, vault }: VaultOn): Promise<ReadonlyMap<string, string>> {
  const rows: string[] = [];
  for (let seq = 0; ;) {
    const entries = await vault.storage.auditAfter(seq, 500);
    rows.push(...entries.map((entry) => JSON.stringify(entry)));
    seq = entries.at(-1)?.seq ?? seq;
    if (entries.length < 500) break;
  }
  const events = (await vault.storage.eventsAfter(accountId, 0)) ?? [];
  return new Map([
    ['the log', log.join('')],
    ['the audit log', rows.join('\n')],
    ['the events', JSON.stringify(events)],
    ['the metrics', (await app.inject('/metrics')).payload],
    ['the document', (await app.inject('/openapi.json')).payload],
  ]);
}
