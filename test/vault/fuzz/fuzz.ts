import { verifyAuditChain } from '../../../vault/domain/audit/audit-chain.ts';
import { verifyRows } from '../../../vault/domain/integrity/verify-rows.ts';
import type { Storage } from '../../../vault/storage/storage.ts';
import { publicOperations, rolesOf } from '../support/rights-table.ts';
import { findCanary } from './canaries.ts';
import { type FuzzedVault, openFuzzedVault, outputsOf, type Routed } from './fuzzed-vault.ts';
import { createJudge, type Judge, type Received } from './judge.ts';
import { Learning } from './learning.ts';
import { makeRequest, type Scene } from './make-request.ts';
import { randomFrom } from './random.ts';
import { type FuzzRequest, outline } from './request.ts';

export interface FuzzOptions {
  readonly seed: number;
  readonly requests: number;
  readonly storage: Storage;
}

export interface FuzzReport {
  readonly faults: readonly Fault[];
  /** Counts by sort of request, status, and operation. */
  readonly counts: Readonly<Record<string, number>>;
}

/** A violation; the request is described without its values. */
export interface Fault {
  /** Of the request within its seed; absent for violations found at the end. */
  readonly at?: number;
  readonly what: string;
  readonly request?: string;
}

/** Sends this many requests to a new vault, one after another, and checks every answer. */
export async function fuzz({ seed, requests, storage }: FuzzOptions): Promise<FuzzReport> {
  const vault = await openFuzzedVault(storage);
  const learning = new Learning();
  const random = randomFrom(seed);
  const scene: Scene = { ...vault, random, known: learning.known };
  const judge = createJudge();
  const faults: Fault[] = [];
  const counts: Record<string, number> = {};
  const count = (what: string): void => void (counts[what] = (counts[what] ?? 0) + 1);
  try {
    for (let at = 0; at < requests; at += 1) {
      if (random.chance(0.002)) vault.on.advance(random.pick([1000, 60_000, 3_600_000]));
      const request = makeRequest(scene);
      const what = await tryOne(vault, judge, learning, request, count);
      if (what !== undefined) faults.push({ at, what, request: outline(request) });
      count(`sort: ${request.sort}`);
    }
    faults.push(...(await finalFaults(vault)));
  } finally {
    await vault.close();
  }
  return { faults, counts };
}

async function tryOne(
  vault: FuzzedVault,
  judge: Judge,
  learning: Learning,
  request: FuzzRequest,
  count: (what: string) => void,
): Promise<string | undefined> {
  const lines = vault.on.log.length;
  const answer = await vault.send(request);
  if (answer === 'hangs') return 'there was no answer';
  if (answer === 'closed') {
    count('status: connection closed');
    return request.raw ? undefined : 'the connection was closed without an answer';
  }
  const routed = vault.routeOf(answer);
  count(`status: ${String(answer.status)}`);
  if (answer.status < 300) count(`done: ${routed.operation?.id ?? 'none'}`);
  learning.learn(routed.operation, answer);
  return (
    serverFault(answer) ??
    (routed.isHidden ? undefined : judge(routed.operation, answer, request.raw ? 'raw' : request.method)) ??
    rightsFault(vault, request, routed, answer) ??
    leak(routed, answer) ??
    (findCanary(vault.on.log.slice(lines).join('')) && 'the log holds the canary')
  );
}

function serverFault({ status }: Received): string | undefined {
  return status >= 500 || status < 200 ? `its status is ${String(status)}` : undefined;
}

/** A successful answer requires the right to it, and contains nothing of another account. */
function rightsFault(
  { operations }: FuzzedVault,
  { key, raw }: FuzzRequest,
  { operation, parameters }: Routed,
  { status, body }: Received,
): string | undefined {
  if (status >= 300 || !operation || raw || publicOperations.includes(operation.id)) return undefined;
  if (!operations.includes(operation)) return 'the document does not know the route';
  const roles = rolesOf[operation.id];
  if (!key.role || !roles?.includes(key.role)) return `${key.name} was allowed to ${operation.id}`;
  const { accountId } = parameters;
  if (accountId !== undefined && accountId !== key.account) return `${key.name} reached an account`;
  const isOther = key.account !== 'acc_test' && body.includes('acc_test');
  return isOther ? `${key.name} was told of another account` : undefined;
}

/** Values are returned where agents and sandboxes read them, and nowhere else. */
function leak({ operation }: Routed, { headers, body, status }: Received): string | undefined {
  if (findCanary(JSON.stringify(headers))) return 'a header holds the canary';
  const mayHold = ['readValue', 'readSandboxEnvironment'].includes(operation?.id ?? '') && status === 200;
  const form = mayHold ? undefined : findCanary(body);
  return form && `the answer holds the canary, ${form}`;
}

async function finalFaults({ on }: FuzzedVault): Promise<readonly Fault[]> {
  const faults: Fault[] = [];
  for (const [place, text] of await outputsOf(on)) {
    const form = findCanary(text);
    if (form) faults.push({ what: `${place} holds the canary, ${form}` });
  }
  const { fault } = await verifyAuditChain(on.vault);
  if (fault) faults.push({ what: `the audit chain is broken: ${fault.what}` });
  for await (const { row, what } of verifyRows(on.vault)) faults.push({ what: `a ${row} is ${what}` });
  return faults;
}
