// A workspace of 1,000 agents with ten functions each, and an account with 10,000 secrets.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const agents = 1000;
export const functionsPerAgent = 10;
export const secrets = 10_000;
/** The cursor goes right after this text. */
export const marker = 'conv.utils.get_secret("';

/** @param {number} agent */
export const agentId = (agent) => `agent-${agent}`;

/**
 * @param {number} agent
 * @param {number} index
 */
export const functionFile = (agent, index) => path.join(agentId(agent), 'functions', `task_${index}.py`);

/** @param {string} folder an empty folder */
export function writeWorkspaceFixture(folder) {
  for (let agent = 0; agent < agents; agent++) {
    mkdirSync(path.join(folder, agentId(agent), 'functions'), { recursive: true });
    const project = `project_id: ${agentId(agent)}\nproject_name: Agent ${agent}\naccount_id: acc_bench\n`;
    writeFileSync(path.join(folder, agentId(agent), 'project.yaml'), project);
    for (let index = 0; index < functionsPerAgent; index++)
      writeFileSync(path.join(folder, functionFile(agent, index)), functionText(agent, index));
  }
}

/**
 * @param {number} agent
 * @param {number} index
 */
function functionText(agent, index) {
  return [
    'import requests',
    '',
    `def task_${index}(conv, order_id: str) -> dict:`,
    `    key = ${marker}${secretName(agent * functionsPerAgent + index)}")`,
    '    headers = {"Authorization": f"Bearer {key}"}',
    '    response = requests.get("https://api.example.com/orders", headers=headers, timeout=10)',
    '    return {"order": order_id, "status": response.status_code}',
    '',
  ].join('\n');
}

/** @param {number} index */
function secretName(index) {
  return `service_${index}_key`;
}

/**
 * All secrets of the account as one agent sees them. The agent can read those that its functions read,
 * or none once they are revoked.
 * @param {string} id
 * @param {boolean} isRevoked
 */
export function catalogOf(id, isRevoked) {
  const first = Number(id.slice('agent-'.length)) * functionsPerAgent;
  const list = Array.from({ length: secrets }, (_, i) => ({
    name: secretName(i),
    kind: 'single',
    fields: [],
    description: `Key of service ${i}`,
    access: !isRevoked && i >= first && i < first + functionsPerAgent ? 'granted' : 'missing',
    updatedAt: '2026-01-01T00:00:00.000Z',
  }));
  return {
    catalog: { agentId: id, agentName: id, complete: true, secrets: list },
    mayGrant: false,
    mayCreate: false,
  };
}
