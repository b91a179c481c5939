import { describe, expect, it } from 'vitest';
import { filterAgents, orderAgents, shownText, withAgents } from '../../webview/common/agents.ts';

const booking = { agentId: 'PROJECT-1', agentName: 'Booking Berlin' };
const orders = { agentId: 'PROJECT-2', agentName: 'Order Status' };
const agents = [orders, booking];

describe('the filter of agents', () => {
  it.each([
    ['', [orders, booking]],
    ['  berlin BOOK ', [booking]],
    ['project-2', [orders]],
    ['nobody', []],
  ])('%j', (filter, expected) => {
    expect(filterAgents(agents, filter)).toEqual(expected);
  });

  it('says how many it leaves', () => {
    expect(shownText(2, 2)).toBe('');
    expect(shownText(1, 2)).toBe('Showing 1 of 2 agents');
    expect(shownText(0, 2)).toBe('No agent matches the filter.');
  });

  it('filters ten thousand agents quickly', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => ({
      agentId: `id-${index}`,
      agentName: `Agent ${index}`,
    }));
    expect(filterAgents(many, 'agent 77').length).toBeGreaterThan(0);
  });
});

describe('lists of agents', () => {
  it('are sorted by name, those that matter first', () => {
    expect(orderAgents(agents, new Set())).toEqual([booking, orders]);
    expect(orderAgents(agents, new Set(['PROJECT-2']))).toEqual([orders, booking]);
  });

  it('are added to and taken from a selection without changing it', () => {
    const before = new Set(['PROJECT-1']);
    expect([...withAgents(before, agents, true)]).toEqual(['PROJECT-1', 'PROJECT-2']);
    expect([...withAgents(before, [booking], false)]).toEqual([]);
    expect([...before]).toEqual(['PROJECT-1']);
  });
});
