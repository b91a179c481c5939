/** The agent that a file belongs to: the nearest `project.yaml` above it says so. */
export interface AgentProject {
  readonly agentId: string;
  readonly agentName: string;
  readonly accountId?: string;
  /** URI of the folder that holds `project.yaml`, without a trailing slash. */
  readonly rootUri: string;
}
