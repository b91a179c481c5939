import { describe, expect, it } from 'vitest';
import { packSecrets, unpackSecrets } from '../../contracts/packed-secrets.ts';

const agents = Array.from({ length: 300 }, (_, index) => `PROJECT-AGENT-${index}`);
const secrets = Array.from({ length: 1_000 }, (_, index) => ({
  name: `key_${index}`,
  agentIds: agents.filter((_agent, at) => (at + index) % 2 === 0),
}));

describe('the access lists of an account in a message', () => {
  it('arrive as they were, with the ends of grants, without agents and deprecated', () => {
    const ends = [{ agentId: 'b', until: '2026-12-03T14:00:00.000Z' }];
    const some = [
      { name: 'shared', agentIds: ['b', 'a'], ends },
      { name: 'constructor', agentIds: ['__proto__'] },
      { name: 'unused', agentIds: [] },
      { name: 'old', agentIds: ['a'], deprecated: true },
    ];
    expect(unpackSecrets(packSecrets(some))).toEqual(some);
  });

  it('are a few texts, a third as long', () => {
    const packed = packSecrets(secrets);
    expect(unpackSecrets(packed)).toEqual(secrets);
    expect(JSON.stringify(packed).length).toBeLessThan(JSON.stringify(secrets).length / 3);
  });
});
