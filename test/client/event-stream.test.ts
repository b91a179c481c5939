import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hangsAfter } from '../../client/common/pauses.ts';
import { EventStream } from '../../client/session/event-stream.ts';
import { type ReceivedEvent, type VaultClient, VaultError } from '../../vault-client/index.ts';

type Events = VaultClient['events'];

/** A connection that transfers nothing and never closes. */
const hanging: Events = async function* ({ signal }) {
  yield await untilAborted(signal);
};

const working: Events = async function* ({ signal }) {
  yield { event: { type: 'connected' } };
  yield await untilAborted(signal);
};

describe('the event stream', () => {
  const end = new AbortController();
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    end.abort();
    vi.useRealTimers();
  });

  it('opens next to an attempt that hangs, which then ends without being reported as broken', async () => {
    const signals: AbortSignal[] = [];
    const attempts = [hanging, working];
    const events: Events = (following) => {
      signals.push(following.signal);
      return (attempts.shift() ?? working)(following);
    };
    const handlers = { connected: vi.fn(), received: vi.fn(), broken: vi.fn() };
    void new EventStream({ events }, handlers, end.signal).follow();
    await vi.advanceTimersByTimeAsync(hangsAfter - 100);
    expect(handlers.connected).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(200);
    expect(handlers.connected).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    expect(handlers.broken).not.toHaveBeenCalled();
  });
});

function untilAborted(signal: AbortSignal): Promise<ReceivedEvent> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new VaultError('Aborted', '')));
  });
}
