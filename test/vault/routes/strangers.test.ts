import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditedView, Storage } from '../../../vault/storage/storage.ts';
import { type Cast, castOf } from '../fuzz/cast.ts';
import { type Operation, readDocument, type Schema } from '../fuzz/document.ts';
import { openMemoryStorage } from '../support/memory/index.ts';
import { rolesOf } from '../support/rights-table.ts';
import { openVaultOn, type VaultOn } from '../support/vault-on.ts';

let on: VaultOn;
let cast: Cast;
let operations: readonly Operation[];
const calls: string[] = [];
beforeAll(async () => {
  on = await openVaultOn(countingCalls(openMemoryStorage()));
  cast = await castOf(on);
  operations = readDocument((await on.app.inject('/openapi.json')).payload);
});
afterAll(() => on.close());

const guarded = Object.keys(rolesOf);

describe('a key that is no longer valid', () => {
  it.each(['expired', 'revoked', "a disabled person's"])('is refused everywhere: %s', async (name) => {
    for (const id of guarded) {
      const answer = await ask(operationOf(id), tokenOf(name));
      expect(answer, id).toMatchObject({ status: 401, code: 'CredentialExpired' });
    }
  });
});

describe('a caller from another account', () => {
  const strangers = ["other account's admin", "other account's agent"];
  const pairs = guarded.flatMap((id) => strangers.map((name) => [id, name] as const));

  it.each(pairs)('gets nothing by %s: %s', async (id, name) => {
    const operation = operationOf(id);
    if (!/\{(accountId|agentId)\}/.test(operation.path)) return;
    const answer = await ask(operation, tokenOf(name));
    expect([400, 403, 404, 428]).toContain(answer.status);
    expect(answer.text).not.toContain('of acc_test');
    // Whether it exists makes no difference, not even in the work done.
    const unknown = await ask(operation, tokenOf(name), 'nothing-of-this-name');
    expect([unknown.status, unknown.code]).toEqual([answer.status, answer.code]);
    expect(answer.calls).toContain('findToken');
    expect(unknown.calls).toEqual(answer.calls);
  });
});

describe('the document', () => {
  it('has a place for a value in the answers to agents and sandboxes, and nowhere else', () => {
    const places = operations.flatMap(({ id, answers }) =>
      Object.values(answers).flatMap(({ content = {} }) =>
        Object.values(content).some(({ schema }) => holdsValues(schema)) ? [id] : [],
      ),
    );
    expect(places.toSorted()).toEqual(['readSandboxEnvironment', 'readValue']);
  });
});

/** Names of a value, and dictionaries with arbitrary names: they could contain one. */
function holdsValues(schema: Schema): boolean {
  const { properties = {}, items, anyOf = [], patternProperties, additionalProperties } = schema;
  if (patternProperties || typeof additionalProperties === 'object') return true;
  const isNamed = Object.keys(properties).some((name) => /value|variables|plain|content|payload/i.test(name));
  const inner = [...Object.values(properties), ...(items ? [items] : []), ...anyOf];
  return isNamed || inner.some(holdsValues);
}

function operationOf(id: string): Operation {
  const found = operations.find((one) => one.id === id);
  if (found) return found;
  throw new Error(`No route has the operation ${id}`);
}

function tokenOf(name: string): string {
  const key = [...cast.keys, ...cast.brokenKeys].find((one) => one.name === name);
  return key?.token ?? '';
}

async function ask({ method, path }: Operation, token: string, name = 'first') {
  const agentId = name === 'first' ? 'agent-a' : name;
  const values = { accountId: 'acc_test', agentId, name, version: '1' };
  const url = Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), path);
  const hasBody = method === 'POST' || method === 'PATCH';
  calls.length = 0;
  const answer = await on.app.inject({
    method: method as 'GET',
    url: url.replaceAll(/\{\w+\}/g, 'none'),
    headers: {
      authorization: `Bearer ${token}`,
      'if-match': '*',
      ...(hasBody && { 'content-type': 'application/json' }),
    },
    ...(hasBody && { payload: '{}' }),
  });
  const { code } = answer.json<{ code?: string }>();
  return { status: answer.statusCode, text: answer.payload, code, calls: [...calls] };
}

/** Records the storage's queries. */
function countingCalls(storage: Storage): Storage {
  const counted = <View extends object>(view: View): View => {
    const methods = Object.entries(view) as [keyof View, (...given: unknown[]) => unknown][];
    const counting = methods.map(([name, method]) => [
      name,
      (...given: unknown[]) => {
        calls.push(String(name));
        return method(...given);
      },
    ]);
    return Object.fromEntries(counting) as View;
  };
  const [look, transact, reading, findToken] = [
    storage.look.bind(storage),
    storage.transact.bind(storage),
    storage.transactReading.bind(storage),
    storage.findToken.bind(storage),
  ];
  return Object.assign(storage, {
    look: (work: Parameters<typeof look>[0]) => look((view) => work(counted(view))),
    transact: (work: Parameters<typeof transact>[0]) => transact((tx) => work(counted(tx))),
    transactReading: (work: (tx: AuditedView) => Promise<unknown>) => reading((tx) => work(counted(tx))),
    findToken(digest: Buffer) {
      calls.push('findToken');
      return findToken(digest);
    },
  });
}
