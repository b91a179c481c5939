import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The result of a read by an agent's process: the value, or a stable error code. */
export type RunTimeAnswer = { readonly value: unknown } | { readonly code: unknown };

const program = `
  const [url, agentId, name] = process.argv.slice(1);
  const route = url + '/v1/agents/' + agentId + '/secrets/' + encodeURIComponent(name) + '/value';
  const answer = await fetch(route, { headers: { Authorization: 'Bearer ' + process.env.AGENT_TOKEN } });
  const { value, code } = await answer.json();
  console.log(JSON.stringify(answer.ok ? { value } : { code }));
`;

/** Reads a secret like an agent function, in a separate process that only holds the agent's token. */
export async function readAsAgent(
  url: string,
  agent: { readonly agentId: string; readonly token: string },
  name: string,
): Promise<RunTimeAnswer> {
  const args = ['--input-type=module', '--eval', program, url, agent.agentId, name];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { AGENT_TOKEN: agent.token } });
  const answer: unknown = JSON.parse(stdout);
  if (typeof answer !== 'object' || answer === null) throw new Error(`Unexpected answer: ${stdout}`);
  return 'value' in answer ? { value: answer.value } : { code: 'code' in answer ? answer.code : undefined };
}
