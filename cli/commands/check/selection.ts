import { visible } from '../../../contracts/visible-text.ts';
import type { ReportedFinding, Workspace } from '../../../review/index.ts';
import { CliError } from '../../host/cli-error.ts';
import type { CheckOptions } from './options.ts';

/** The workspace with only the given agents. The files of others belong to no agent. @throws CliError */
export function onlyAgents(workspace: Workspace, agents: readonly string[] | undefined): Workspace {
  if (agents === undefined) return workspace;
  const all = [...workspace.files, ...workspace.notebooks];
  const found = new Set(all.flatMap((file) => workspace.agentOf(file)?.agentId ?? []));
  const missing = agents.find((id) => !found.has(id));
  if (missing !== undefined) throw new CliError(unknownAgent(missing, [...found].toSorted()));
  return {
    ...workspace,
    agentOf: (file) => {
      const agent = workspace.agentOf(file);
      return agent !== undefined && agents.includes(agent.agentId) ? agent : undefined;
    },
  };
}

function unknownAgent(id: string, found: readonly string[]): string {
  const problem = `No file to check belongs to the agent "${visible(id)}".`;
  if (found.length === 0) return `${problem} No agent was found: its folder needs a project.yaml.`;
  return `${problem} Agents found: ${found.map(visible).join(', ')}.`;
}

export function ofRules(
  findings: readonly ReportedFinding[],
  { rule: rules }: Pick<CheckOptions, 'rule'>,
): readonly ReportedFinding[] {
  return rules === undefined ? findings : findings.filter(({ rule }) => rules.some((one) => one === rule));
}
