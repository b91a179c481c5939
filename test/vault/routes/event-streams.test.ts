import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OpenStreams } from '../../../vault/routes/open-streams.ts';
import { authenticate } from '../../../vault/domain/authentication/authenticate.ts';
import { addOtherAccount, openTestVault, type TestVault } from '../support/test-vault.ts';

let test: TestVault;
let url: string;
beforeEach(async () => {
  test = await openTestVault();
  url = await test.app.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(() => test.close());

interface Follower {
  /** Resolves once the text was received. */
  readonly hears: (text: string) => Promise<void>;
  readonly heard: () => string;
}

async function follow(key: string): Promise<Follower> {
  const answer = await fetch(`${url}/v1/events`, { headers: { 'x-api-key': key } });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let heard = '';
  const hears = async (text: string): Promise<void> => {
    while (!heard.includes(text)) {
      const { value, done } = (await reader?.read()) ?? { done: true, value: undefined };
      if (done) throw new Error(`The stream ended before "${text}": ${heard}`);
      heard += value;
    }
  };
  await hears('connected');
  return { hears, heard: () => heard };
}

/** Counts the storage's event queries from here on. */
function countQueries(): () => number {
  const { storage } = test.vault;
  const ask = storage.eventsAfter.bind(storage);
  let count = 0;
  Object.assign(storage, {
    eventsAfter: (accountId: string, seq: number) => {
      count += 1;
      return ask(accountId, seq);
    },
  });
  return () => count;
}

describe('many programs that follow the changes of an account', () => {
  it('cost one query for each change, and all receive it', async () => {
    const key = await test.issue('author');
    const followers = await Promise.all(Array.from({ length: 12 }, () => follow(key)));
    await test.addAgents('BEFORE');
    await Promise.all(followers.map(({ hears }) => hears('BEFORE')));
    const queries = countQueries();
    await test.addAgents('AFTER');
    await Promise.all(followers.map(({ hears }) => hears('AFTER')));
    expect(queries()).toBe(1);
  });

  it('receive nothing of other accounts', async () => {
    await addOtherAccount(test);
    const other = await follow(await test.issue('author', { accountId: 'acc_other' }));
    const own = await follow(await test.issue('author'));
    await test.addAgents('OURS');
    await own.hears('OURS');
    await test.vault.storage.transact((tx) =>
      tx.appendEvent('acc_other', { type: 'catalog-changed', names: ['theirs'] }),
    );
    await other.hears('theirs');
    expect(other.heard()).not.toContain('OURS');
  });
});

describe('places for event streams', () => {
  const limits = { ofKey: 2, ofPerson: 3, ofAccount: 4, ofVault: 5 };
  const owner = async (accountId: string, userId?: string) => {
    const key = await test.issue('author', { accountId, ...(userId !== undefined && { userId }) });
    return authenticate(test.vault, key, 'request');
  };

  it('are limited per key, person, account and vault, and free again after a disconnect', async () => {
    await addOtherAccount(test);
    const ada = await test.addUser('author');
    const [first, second, other, theirs] = await Promise.all([
      owner('acc_test', ada),
      owner('acc_test', ada),
      owner('acc_test'),
      owner('acc_other'),
    ]);
    const streams = new OpenStreams(limits);
    const place = streams.reserve(first);
    streams.reserve(first);
    expect(() => streams.reserve(first)).toThrow('This key has too many open event streams.');
    streams.reserve(second);
    expect(() => streams.reserve(second)).toThrow('You have too many open event streams.');
    streams.reserve(other);
    expect(() => streams.reserve(other)).toThrow('This account has too many open event streams.');
    streams.reserve(theirs);
    expect(() => streams.reserve(theirs)).toThrow('The vault has too many open event streams.');
    place.leave();
    place.leave();
    expect(streams.size).toBe(4);
    streams.reserve(second);
  });
});
