import { describe, expect, it } from 'vitest';
import { Buckets } from '../../../vault/rate-limit/rate-limiter.ts';

describe('a limit', () => {
  const rate = { perSecond: 2, burst: 3 };

  it('allows a burst, then so many per second', () => {
    let time = 0;
    const buckets = new Buckets(rate, () => time);
    const take = () => buckets.take('one');
    expect([take(), take(), take(), take()]).toEqual([undefined, undefined, undefined, 1]);
    time += 499;
    expect(take()).toBe(1);
    time += 1;
    expect(take()).toBeUndefined();
    expect(take()).toBe(1);
  });

  it('is full again after a pause, and never fuller', () => {
    let time = 0;
    const buckets = new Buckets(rate, () => time);
    for (let count = 0; count < 3; count += 1) buckets.take('one');
    time += 3_600_000;
    const taken = [1, 2, 3, 4].map(() => buckets.take('one'));
    expect(taken).toEqual([undefined, undefined, undefined, 1]);
  });

  it('counts each sender separately', () => {
    const buckets = new Buckets({ perSecond: 1, burst: 1 }, () => 0);
    expect(buckets.take('one')).toBeUndefined();
    expect(buckets.take('two')).toBeUndefined();
    expect(buckets.take('one')).toBe(1);
  });

  it('says when to retry', () => {
    const buckets = new Buckets({ perSecond: 0.1, burst: 1 }, () => 0);
    buckets.take('one');
    expect(() => buckets.require('one')).toThrow(
      expect.objectContaining({ code: 'TooManyRequests', retryAfter: 10 }),
    );
  });
});
