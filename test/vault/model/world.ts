import { setTimeout as sleep } from 'node:timers/promises';
import { forgetEnded } from '../../../vault/domain/deletion/forget-ended.ts';
import { purgeDeleted } from '../../../vault/domain/deletion/purge-secrets.ts';
import type { Storage } from '../../../vault/storage/storage.ts';
import { firstAgents } from './model.ts';
import { accountId, beginning, openVaultOn, type VaultOn } from '../support/vault-on.ts';

/** The real vault, and the keys and ids from its answers, in the order in which the model created them. */
export interface World {
  readonly authorKey: string;
  readonly tokens: { readonly id: string; readonly key: string }[];
  readonly requests: string[];
  /** Ids of secrets by their names: of the newest with that name. */
  readonly secretIds: Map<string, string>;
  readonly sessions: { readonly id: string; readonly key: string }[];
  ask(asked: Asked): Promise<Answered>;
  /** Moves the clock, and runs what the vault does periodically. */
  pass(minutes: number): Promise<void>;
  timeAt(minutes: number): string;
  readonly on: VaultOn;
  close(): Promise<void>;
}

export interface Asked {
  readonly method: string;
  readonly url: string;
  /** The admin's when absent. */
  readonly key?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answered {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export async function openWorld(storage: Storage): Promise<World> {
  const on = await openVaultOn(storage);
  const ask = asking(on);
  for (const agentId of firstAgents) {
    await ask({ method: 'POST', url: at('agents'), body: { agentId, agentName: agentId } });
  }
  const user = await ask({ method: 'POST', url: at('users'), body: { name: 'P', role: 'author' } });
  const body = { name: 'P', role: 'author', userId: user.body['id'], expiresAt: '2030-01-01T00:00:00Z' };
  const issued = await ask({ method: 'POST', url: at('tokens'), body });
  return {
    authorKey: String(issued.body['token']),
    tokens: [],
    requests: [],
    secretIds: new Map(),
    sessions: [],
    ask,
    async pass(minutes) {
      on.advance(minutes * 60_000);
      await purgeDeleted(on.vault);
      await forgetEnded(on.vault);
      await sleep(0);
    },
    timeAt: (minutes) => new Date(beginning + minutes * 60_000).toISOString(),
    on,
    close: () => on.close(),
  };
}

export function at(path: string): string {
  return `/v1/accounts/${accountId}/${path}`;
}

function asking({ app, adminKey }: VaultOn): World['ask'] {
  return async ({ method, url, key = adminKey, body, headers }) => {
    const answer = await app.inject({
      method: method as 'GET',
      url,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { payload: JSON.stringify(body) }),
    });
    const json = answer.payload === '' ? {} : answer.json<Record<string, unknown>>();
    return { status: answer.statusCode, body: json };
  };
}
