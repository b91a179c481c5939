import { afterEach, describe, expect, it, vi } from 'vitest';
import { createVaultClient, type ReceivedEvent } from '../../vault-client/index.ts';
import { fakeFetch, json, problem, type Reaction, stream } from './fake-fetch.ts';

async function follow(reaction: Reaction, options: { lastEventId?: string; signal?: AbortSignal } = {}) {
  const { fetch, sent } = fakeFetch(reaction);
  const client = createVaultClient({
    url: 'http://localhost:1',
    key: 'not-a-real-key',
    fetch,
    timeoutMs: 30,
  });
  const events: ReceivedEvent[] = [];
  let error: unknown;
  try {
    const signal = options.signal ?? new AbortController().signal;
    for await (const event of client.events({ ...options, signal })) events.push(event);
  } catch (reason) {
    error = reason;
  }
  return { events, error, sent };
}

const changed = 'id: 7\nevent: catalog-changed\ndata: {"type":"catalog-changed","names":["ключ"]}\n\n';
const greeting = 'event: connected\ndata: {"type":"connected"}\n\n';

describe('the stream of events', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('yields the greeting and each event with its id', async () => {
    const { events, error } = await follow(stream([greeting, ': still here\n\n', changed]));
    expect(error).toBeUndefined();
    expect(events).toEqual([
      { event: { type: 'connected' } },
      { id: '7', event: { type: 'catalog-changed', names: ['ключ'] } },
    ]);
  });

  it('does not depend on how the network splits it', async () => {
    const { events } = await follow(stream((greeting + changed).split('')));
    expect(events).toHaveLength(2);
  });

  it('continues after the last event', async () => {
    const { sent } = await follow(stream([]), { lastEventId: '41' });
    expect(sent[0]?.headers).toMatchObject({ 'last-event-id': '41', accept: 'text/event-stream' });
  });

  it('ignores event types of a newer vault', async () => {
    const { events, error } = await follow(stream(['event: new-thing\ndata: {}\n\n', changed]));
    expect([events.length, error]).toEqual([1, undefined]);
  });

  it.each([
    ['an event with a wrong shape', stream(['event: catalog-changed\ndata: {"names":1}\n\n']), 'BadAnswer'],
    ['an event that is not valid JSON', stream(['event: agents-changed\ndata: rubbish\n\n']), 'BadAnswer'],
    [
      'a line without end',
      stream(Array.from({ length: 40 }, () => 'data: '.padEnd(50_000, 'x'))),
      'BadAnswer',
    ],
    ['something that is not a stream', json({}), 'BadAnswer'],
    ['a refusal', problem(401, 'CredentialExpired'), 'CredentialExpired'],
    ['a broken connection', stream([greeting], 'break'), 'Unreachable'],
    ['no connection', new Error('refused'), 'Unreachable'],
    ['no answer', 'hang' as const, 'TimedOut'],
  ])('ends with %s', async (_what, reaction, code) => {
    expect((await follow(reaction)).error).toMatchObject({ name: 'VaultError', code });
  });

  it('ends when it is silent for too long', async () => {
    vi.useFakeTimers();
    const following = follow(stream([greeting], 'stay'));
    await vi.advanceTimersByTimeAsync(21_000);
    expect((await following).error).toMatchObject({ code: 'TimedOut' });
  });
});
