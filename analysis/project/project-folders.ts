/** The file that makes a folder the project of an agent. */
export const projectFileName = 'project.yaml';

/** Folders of tools: generated or installed, and never written by the agent's authors. */
const skippedFolders: ReadonlySet<string> = new Set(['node_modules', '_gen', '__pycache__', 'dist', 'venv']);

/** Folders that hold no code of the agent's authors; hidden ones are among them. */
export function isSkippedFolder(name: string): boolean {
  return name.startsWith('.') || skippedFolders.has(name);
}
