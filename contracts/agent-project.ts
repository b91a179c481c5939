/** The file that marks a folder as an agent project. */
export const projectFileName = 'project.yaml';

/** Tool folders: their contents are generated or installed, never written by the agent's authors. */
export const toolFolders: readonly string[] = ['node_modules', '_gen', '__pycache__', 'dist', 'venv'];

/** Whether a folder is hidden or contains no code or projects written by the agent's authors. */
export function isSkippedFolder(name: string): boolean {
  return name.startsWith('.') || toolFolders.includes(name);
}

/** The agent that a file belongs to. The closest `project.yaml` above the file determines it. */
export interface AgentProject {
  readonly agentId: string;
  readonly agentName: string;
  readonly accountId?: string;
  /** URI of the folder that contains `project.yaml`, without a trailing slash. */
  readonly rootUri: string;
}
