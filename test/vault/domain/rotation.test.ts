import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyAuditChain } from '../../../vault/domain/audit/audit-chain.ts';
import { rotateRootKey, type RootRotation } from '../../../vault/domain/keys/rotate-root.ts';
import { rotateTerm, type TermRotation } from '../../../vault/domain/keys/rotate-term.ts';
import { tryUnseal } from '../../../vault/domain/open-vault.ts';
import { rootKeyOf } from '../../../vault/crypto/root-key.ts';
import { openTestVault, type TestVault, valueUrl } from '../support/test-vault.ts';
import { editDatabase, openVaultOn, rootKeyIn } from '../support/edit-database.ts';

const actor = { accountId: 'acc_test', actorId: 'vault', actorRole: 'vault', requestId: 'test' } as const;
const count = 220;
let test: TestVault;
let key: string;
beforeEach(async () => {
  test = await openTestVault();
  await test.addAgents('A');
  for (let index = 0; index < count; index += 1) {
    await test.addSecret(`s${String(index)}`, `not-a-real-${String(index)}`, ['A']);
  }
  key = await test.issue('agent', { agentId: 'A' });
});
afterEach(() => test.close());

async function read(index: number): Promise<unknown> {
  return (await test.send({ url: valueUrl('A', `s${String(index)}`), key })).json;
}
const value = (index: number) => ({ value: `not-a-real-${String(index)}` });

async function all<T>(steps: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = [];
  for await (const step of steps) list.push(step);
  return list;
}
const storedKeys = () => test.vault.storage.look((view) => view.keys());
const terms = async () =>
  (await storedKeys()).filter(({ purpose }) => purpose === 'term').map(({ term, state }) => [term, state]);
const actions = async () =>
  (await test.vault.storage.auditAfter(0, 10_000))
    .map(({ action }) => action)
    .filter((one) => one.startsWith('keys'));

describe('a new term', () => {
  it('wraps every data key again, destroys the old term, and changes no value', async () => {
    const steps: readonly TermRotation[] = await all(rotateTerm(test.vault, actor));
    expect(steps.at(0)).toEqual({ phase: 'begun', term: 2, wrapped: 0, damaged: 0 });
    expect(steps.at(-1)).toEqual({ phase: 'done', term: 2, wrapped: count, damaged: 0 });
    expect(await terms()).toEqual([[2, 'active']]);
    for (const index of [0, 123, count - 1]) expect(await read(index)).toMatchObject(value(index));
    expect(await actions()).toEqual(['keys.begin-term', 'keys.destroy-term']);
    expect(await verifyAuditChain(test.vault)).toMatchObject({ fault: undefined });
  });

  it('lets the vault answer and write at every step', async () => {
    let made = 0;
    for await (const { phase } of rotateTerm(test.vault, actor)) {
      expect(await read(made), phase).toMatchObject(value(made));
      await test.addSecret(`new${String(made)}`, 'not-a-real-key', ['A']);
      made += 1;
    }
    for (let index = 0; index < made; index += 1) {
      const answer = await test.send({ url: valueUrl('A', `new${String(index)}`), key });
      expect(answer.status).toBe(200);
    }
  });

  it('is resumed where it was stopped, after any step', async () => {
    for (let stop = 1; stop <= 4; stop += 1) {
      const steps = rotateTerm(test.vault, actor);
      for (let step = 0; step < stop; step += 1) await steps.next();
      await steps.return(undefined);
    }
    expect((await all(rotateTerm(test.vault, actor))).at(-1)).toMatchObject({ phase: 'done', damaged: 0 });
    const [[term] = []] = await terms();
    expect(await terms()).toEqual([[term, 'active']]);
    expect(await actions()).toEqual(
      Array.from({ length: (Number(term) - 1) * 2 }, (_, index) =>
        index % 2 === 0 ? 'keys.begin-term' : 'keys.destroy-term',
      ),
    );
    expect(await read(7)).toMatchObject(value(7));
  });

  it('keeps a term that a damaged record still uses, and says so', async () => {
    editDatabase(
      test.directory,
      `update secret_versions set wrapped_key = zeroblob(65) where secret_id = (select id from secrets where name = 's5')`,
    );
    const last = (await all(rotateTerm(test.vault, actor))).at(-1);
    expect(last).toMatchObject({ wrapped: count - 1, damaged: 1 });
    expect(await terms()).toEqual([
      [1, 'retiring'],
      [2, 'active'],
    ]);
    expect(await read(6)).toMatchObject(value(6));
    expect(await read(5)).toMatchObject({ code: 'InternalError' });
  });

  it('trusts the record and not its column, so that no key still in use is destroyed', async () => {
    editDatabase(test.directory, `update secret_versions set term = 2 where secret_id like '%1'`);
    expect((await all(rotateTerm(test.vault, actor))).at(-1)).toMatchObject({ wrapped: count, damaged: 0 });
    for (let index = 0; index < 30; index += 1) expect(await read(index)).toMatchObject(value(index));
  });

  it('is understood by another process that was not informed', async () => {
    const other = await openVaultOn(test.vault.storage, rootKeyIn(test.directory));
    await all(rotateTerm(other, actor, { destroy: false }));
    expect(await read(3)).toMatchObject(value(3));
    await test.addSecret('later', 'not-a-real-key', ['A']);
    const versions = await test.vault.storage.look((view) =>
      view.versionsOfTerm(1, { after: undefined, limit: 5 }),
    );
    expect(versions).toEqual([]);
  });
});

describe('a new root key', () => {
  const newRoot = rootKeyOf(Buffer.alloc(32, 9));
  const again = (rootKey = newRoot) => {
    test.vault.seal.seal('missing');
    test.vault.seal.rootKey = rootKey;
    return tryUnseal(test.vault, {
      ...test.vault,
      rootKey,
      account: { id: undefined, name: '' },
      keepAdminKey: () => {},
    });
  };

  it('opens the vault, and the old one does not any more', async () => {
    const oldRoot = test.vault.seal.rootKey;
    const steps: readonly RootRotation[] = await all(rotateRootKey(test.vault, actor, newRoot));
    expect(steps.at(-1)).toEqual({ wrapped: 2, of: 2, done: true });
    expect(await read(1)).toMatchObject(value(1));
    await again(oldRoot);
    expect(test.vault.seal.reason).toBe('wrong');
    await again();
    expect(await read(1)).toMatchObject(value(1));
    expect(await actions()).toEqual(['keys.rotate-root']);
  });

  it('changes nothing before all keys are under it', async () => {
    const before = await storedKeys();
    const steps = rotateRootKey(test.vault, actor, newRoot);
    await steps.next();
    await steps.next();
    await steps.return(undefined);
    expect(await storedKeys()).toEqual(before);
  });

  it('begins again when a new term began meanwhile', async () => {
    const steps = rotateRootKey(test.vault, actor, newRoot);
    await steps.next();
    await all(rotateTerm(test.vault, actor));
    expect((await all(steps)).at(-1)).toEqual({ wrapped: 2, of: 2, done: true });
    await again();
    expect(await read(1)).toMatchObject(value(1));
  });

  it('is refused when it cannot unwrap what it got', async () => {
    const broken = { ...newRoot, unwrap: async () => Buffer.alloc(32) };
    await expect(all(rotateRootKey(test.vault, actor, broken))).rejects.toThrow('cannot unwrap');
    expect(await read(1)).toMatchObject(value(1));
  });
});
