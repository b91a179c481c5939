import { describe, expect, it } from 'vitest';
import { RateLimiter } from '../../vault/rate-limit/rate-limit.ts';

describe('a limit', () => {
  const rate = { perSecond: 2, burst: 3 };

  it('allows a burst, then so many per second', () => {
    let time = 0;
    const limiter = new RateLimiter(rate, () => time);
    const take = () => limiter.take('one').retryAfter;
    expect([take(), take(), take(), take()]).toEqual([0, 0, 0, 1]);
    time += 499;
    expect(take()).toBe(1);
    time += 1;
    expect(take()).toBe(0);
    expect(take()).toBe(1);
  });

  it('is full again after a pause, and never fuller', () => {
    let time = 0;
    const limiter = new RateLimiter(rate, () => time);
    for (let count = 0; count < 3; count += 1) limiter.take('one');
    time += 3_600_000;
    const taken = [1, 2, 3, 4].map(() => limiter.take('one').retryAfter);
    expect(taken).toEqual([0, 0, 0, 1]);
  });

  it('counts each sender separately', () => {
    const limiter = new RateLimiter({ perSecond: 1, burst: 1 }, () => 0);
    expect(limiter.take('one').allowed).toBe(true);
    expect(limiter.take('two').allowed).toBe(true);
    expect(limiter.take('one')).toEqual({ allowed: false, retryAfter: 1 });
  });

  it('says when to retry', () => {
    const limiter = new RateLimiter({ perSecond: 0.1, burst: 1 }, () => 0);
    limiter.take('one');
    expect(() => limiter.require('one')).toThrow(
      expect.objectContaining({ code: 'TooManyRequests', retryAfter: 10 }),
    );
  });
});
