import { describe, expect, it } from 'vitest';
import { readExampleCatalog } from '../../client/session/read-example-catalog.ts';
import { secret } from './support.ts';

const booking = { agentId: 'booking', agentName: 'Booking', complete: true, secrets: [secret('a_key')] };
const snapshot = { version: 1, asOf: '2026-11-21T09:00:00.000Z', agents: [booking] };

function read(value: unknown, agentId = 'booking'): ReturnType<typeof readExampleCatalog> {
  return readExampleCatalog(JSON.stringify(value), agentId);
}

describe('a catalog in the workspace', () => {
  it('gives the names of the agent', () => {
    expect(read(snapshot)).toMatchObject({ agentId: 'booking', secrets: [{ name: 'a_key' }] });
    expect(read(snapshot)?.asOf).toBe(snapshot.asOf);
  });

  it('says nothing about other agents', () => {
    expect(read(snapshot, 'clinic')).toBeUndefined();
  });

  it('is ignored when it has another format', () => {
    expect(readExampleCatalog('{', 'booking')).toBeUndefined();
    expect(read([snapshot])).toBeUndefined();
    expect(read({ ...snapshot, version: 2 })).toBeUndefined();
    expect(read({ ...snapshot, asOf: 5 })).toBeUndefined();
    expect(read({ ...snapshot, agents: [{ ...booking, secrets: [{ name: 'a_key' }] }] })).toBeUndefined();
  });

  it('brings no values, whatever the file contains', () => {
    const leaking = { ...booking, secrets: [{ ...secret('a_key'), value: 'not-a-real-key' }] };
    expect(JSON.stringify(read({ ...snapshot, agents: [leaking] }))).not.toContain('not-a-real-key');
  });
});
