/** The file that makes a folder the project of an agent. */
export const projectFileName = 'project.yaml';

/** Folders of tools: generated or installed, and never written by the agent's authors. */
export const toolFolders: readonly string[] = ['node_modules', '_gen', '__pycache__', 'dist', 'venv'];

/** Folders that hold no code of the agent's authors, and no project of theirs; hidden ones are among them. */
export function isSkippedFolder(name: string): boolean {
  return name.startsWith('.') || toolFolders.includes(name);
}

/** The agent that a file belongs to: the nearest `project.yaml` above it says so. */
export interface AgentProject {
  readonly agentId: string;
  readonly agentName: string;
  readonly accountId?: string;
  /** URI of the folder that holds `project.yaml`, without a trailing slash. */
  readonly rootUri: string;
}
