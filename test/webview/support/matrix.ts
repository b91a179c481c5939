import type { AgentUses } from '../../../contracts/access-cell.ts';
import type { ToMatrixPanel } from '../../../contracts/matrix-messages.ts';
import { type MatrixSecret, packSecrets } from '../../../contracts/packed-secrets.ts';
import { someAgents } from './agents.ts';

const services = ['stripe', 'booking', 'weather', 'crm', 'sms', 'maps', 'loyalty', 'courier'];
const kinds = ['api_key', 'token', 'login', 'webhook_secret'];

/** An account of that size, with cells of every kind; half of the agents are in the workspace. */
export function someMatrix(
  agentCount: number,
  secretCount: number,
): Extract<ToMatrixPanel, { type: 'open' }> {
  const agents = someAgents(agentCount);
  const secrets = Array.from({ length: secretCount }, (_, index): MatrixSecret => {
    const agentIds = agents
      .map(({ agentId }) => agentId)
      .filter((_id, at) => (at * 7 + index * 5) % 11 === 0);
    return { name: `${services[index % 8]}_${kinds[Math.floor(index / 8) % 4]}_${index + 1}`, agentIds };
  });
  const uses = agents
    .filter((_, at) => at % 2 === 0)
    .map(({ agentId }, at): AgentUses => {
      const read = secrets.filter((_secret, index) => (at * 3 + index) % 13 === 0);
      const counts = Object.fromEntries(read.map(({ name }, index) => [name, 1 + (index % 4)]));
      return { agentId, counts, patterns: at % 3 === 0 ? ['sms_*'] : [] };
    });
  return { type: 'open', agents, secrets: packSecrets(secrets), uses, draft: [] };
}
