import { expect, it } from 'vitest';
import { readPinnedAgent } from '../../client/agents/remembered-agent.ts';

const agent = { agentId: 'booking', agentName: 'Hotel Booking', accountId: 'acc', rootUri: 'file:///hotel' };

it('a pinned agent is read as it was written', () => {
  expect(readPinnedAgent(agent)).toEqual(agent);
  expect(readPinnedAgent({ ...agent, accountId: undefined })).not.toHaveProperty('accountId');
});

it.each([undefined, null, 'booking', {}, { ...agent, agentId: 7 }])('%j is not a pinned agent', (value) => {
  expect(readPinnedAgent(value)).toBeUndefined();
});
