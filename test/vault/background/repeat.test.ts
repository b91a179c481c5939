import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { repeat } from '../../../vault/background/repeat.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Work whose every run is in progress until it is told to end. */
function slowWork() {
  const turns: (() => void)[] = [];
  return { turns, work: () => new Promise<void>((resolve) => turns.push(resolve)) };
}

describe('repeated work', () => {
  it('starts when it is due, or on request', async () => {
    const work = vi.fn(async () => {});
    const repetition = repeat(1000, work);
    expect(work).not.toHaveBeenCalled();
    repetition.next();
    expect(work).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(2000);
    expect(work).toHaveBeenCalledTimes(3);
    await repetition.stop();
    await vi.advanceTimersByTimeAsync(5000);
    expect(work).toHaveBeenCalledTimes(3);
  });

  it('skips runs that are due while one is in progress', async () => {
    const { turns, work } = slowWork();
    const repetition = repeat(1000, work);
    await vi.advanceTimersByTimeAsync(3500);
    expect(turns).toHaveLength(1);
    turns[0]?.();
    await vi.advanceTimersByTimeAsync(1000);
    expect(turns).toHaveLength(2);
    turns[1]?.();
    await repetition.stop();
  });

  it('is stopped when the current run has ended', async () => {
    const { turns, work } = slowWork();
    const repetition = repeat(1000, work);
    repetition.next();
    let stopped = false;
    const stopping = repetition.stop().then(() => (stopped = true));
    await vi.advanceTimersByTimeAsync(0);
    expect(stopped).toBe(false);
    turns[0]?.();
    await stopping;
    expect(stopped).toBe(true);
  });
});
