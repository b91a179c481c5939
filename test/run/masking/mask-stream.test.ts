import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MaskedValues, maskStream } from '../../../run/masking/masker.ts';

describe('the output of a program', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const open = () => {
    const stream = maskStream(new MaskedValues(['not-a-real-key']));
    let seen = '';
    stream.on('data', (chunk: Buffer) => (seen += chunk.toString()));
    return { stream, seen: () => seen };
  };

  it('shows a prompt that may begin a value when nothing follows', async () => {
    const { stream, seen } = open();
    stream.write('Say no');
    await vi.advanceTimersByTimeAsync(0);
    expect(seen()).toBe('Say ');
    await vi.runAllTimersAsync();
    expect(seen()).toBe('Say no');
  });

  it('shows everything at its end, and then waits for nothing', async () => {
    const { stream, seen } = open();
    stream.write('key=not-a-');
    stream.write('real-key; not');
    stream.end();
    await vi.runAllTimersAsync();
    expect(seen()).toBe('key=[masked]; not');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('waits for nothing after it was destroyed', () => {
    const { stream } = open();
    stream.write('no');
    stream.destroy();
    expect(vi.getTimerCount()).toBe(0);
  });
});
