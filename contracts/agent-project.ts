/** The file that makes a folder an agent project. */
export const projectFileName = 'project.yaml';

/** Folders of tools: generated or installed, never written by the agent's authors. */
export const toolFolders: readonly string[] = ['node_modules', '_gen', '__pycache__', 'dist', 'venv'];

/** Folders without code or projects of the agent's authors, including hidden ones. */
export function isSkippedFolder(name: string): boolean {
  return name.startsWith('.') || toolFolders.includes(name);
}

/** The agent that a file belongs to, determined by the closest `project.yaml` above it. */
export interface AgentProject {
  readonly agentId: string;
  readonly agentName: string;
  readonly accountId?: string;
  /** URI of the folder that contains `project.yaml`, without a trailing slash. */
  readonly rootUri: string;
}
