import { describe, expect, it } from 'vitest';
import { agentWithoutFile, readAgentId } from '../../client/agents/remembered-agent.ts';

const clinic = { agentId: 'clinic', agentName: 'Clinic Reception', rootUri: 'file:///clinic' };
const hotel = { agentId: 'hotel', agentName: 'Hotel Booking', rootUri: 'file:///hotel' };

describe('while no file says which agent', () => {
  it('the one that a file said last is it, whatever the alphabet says', () => {
    expect(agentWithoutFile([clinic, hotel], 'hotel')).toBe(hotel);
  });

  it('the only one of the workspace is it', () => {
    expect(agentWithoutFile([hotel], undefined)).toBe(hotel);
  });

  it('none of several is it', () => {
    expect(agentWithoutFile([clinic, hotel], undefined)).toBeUndefined();
    expect(agentWithoutFile([], undefined)).toBeUndefined();
  });

  it('one that is gone counts as nothing', () => {
    expect(agentWithoutFile([clinic, hotel], 'gone')).toBeUndefined();
    expect(agentWithoutFile([clinic], 'gone')).toBe(clinic);
    expect(agentWithoutFile([], 'gone')).toBeUndefined();
  });
});

it('an id is read as it was written', () => {
  expect(readAgentId('hotel')).toBe('hotel');
});

it.each([undefined, null, '', 7, hotel])('%j is no id', (value) => {
  expect(readAgentId(value)).toBeUndefined();
});
