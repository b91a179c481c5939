import type { Received } from './judge.ts';
import type { Operation } from './document.ts';
import type { Known } from './fitting.ts';

type Learnt = { -readonly [Pool in keyof Known]: string[] } & { etags: string[] };

/** Remembers ids, names and versions from answers. The newest of each are used. */
export class Learning {
  readonly known: Learnt = {
    secrets: ['first', 'second', 'third'],
    agents: ['agent-a', 'agent-b'],
    users: [],
    tokens: [],
    requests: [],
    sessions: [],
    variables: ['FIRST'],
    cursors: [],
    etags: [],
  };

  learn(operation: Operation | undefined, { status, headers, body }: Received): void {
    if (status >= 300) return;
    if (headers['etag']) add(this.known.etags, headers['etag']);
    if (!headers['content-type']?.startsWith('application/json')) return;
    const answer = JSON.parse(body.toString()) as Record<string, unknown>;
    if (typeof answer['nextCursor'] === 'string') add(this.known.cursors, answer['nextCursor']);
    const [pool, property] = made[operation?.id ?? ''] ?? [];
    const text = property === undefined ? undefined : answer[property];
    if (pool !== undefined && typeof text === 'string') add(this.known[pool], text);
  }
}

/** The pool that a creation adds to, and the property of its answer. */
const made: Readonly<Record<string, readonly [keyof Known, string]>> = {
  createSecret: ['secrets', 'name'],
  createAgent: ['agents', 'agentId'],
  createUser: ['users', 'id'],
  issueToken: ['tokens', 'id'],
  requestAccess: ['requests', 'id'],
  startSandbox: ['sessions', 'id'],
  createVariable: ['variables', 'name'],
};

const most = 12;

function add(pool: string[], text: string): void {
  if (pool.includes(text)) return;
  pool.push(text);
  if (pool.length > most) pool.splice(2, 1);
}
