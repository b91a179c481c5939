import { describe, expect, it } from 'vitest';
import { agentWithoutFile, readAgentId } from '../../client/agents/remembered-agent.ts';

const clinic = { agentId: 'clinic', agentName: 'Clinic Reception', rootUri: 'file:///clinic' };
const hotel = { agentId: 'hotel', agentName: 'Hotel Booking', rootUri: 'file:///hotel' };

describe('while no file determines the agent', () => {
  it('the agent of the last file is used, regardless of the alphabet', () => {
    expect(agentWithoutFile([clinic, hotel], 'hotel')).toBe(hotel);
  });

  it('the only agent of the workspace is used', () => {
    expect(agentWithoutFile([hotel], undefined)).toBe(hotel);
  });

  it('none of several is used', () => {
    expect(agentWithoutFile([clinic, hotel], undefined)).toBeUndefined();
    expect(agentWithoutFile([], undefined)).toBeUndefined();
  });

  it('an agent that no longer exists is ignored', () => {
    expect(agentWithoutFile([clinic, hotel], 'gone')).toBeUndefined();
    expect(agentWithoutFile([clinic], 'gone')).toBe(clinic);
    expect(agentWithoutFile([], 'gone')).toBeUndefined();
  });
});

it('an id is read as it was written', () => {
  expect(readAgentId('hotel')).toBe('hotel');
});

it.each([undefined, null, '', 7, hotel])('%j is not an id', (value) => {
  expect(readAgentId(value)).toBeUndefined();
});
