import { describe, expect, it, vi } from 'vitest';
import { CoalescedTask } from '../../client/common/coalesced-task.ts';

describe('work that runs one at a time', () => {
  it('is joined by callers while it runs', async () => {
    const work = vi.fn(() => Promise.resolve(1));
    const task = new CoalescedTask(work);
    await Promise.all([task.join(), task.join()]);
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('runs once more for ten changes in the meantime', async () => {
    let running = 0;
    let most = 0;
    const work = vi.fn(async () => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running -= 1;
    });
    const task = new CoalescedTask(work);
    await Promise.all(Array.from({ length: 11 }, () => task.rerun()));
    expect([work.mock.calls.length, most]).toEqual([2, 1]);
  });

  it('runs again for a later request', async () => {
    const work = vi.fn(() => Promise.resolve(1));
    const task = new CoalescedTask(work);
    await task.join();
    await task.join();
    expect(work).toHaveBeenCalledTimes(2);
  });
});
