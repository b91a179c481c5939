import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A Python file in an agent's `_gen` folder. */
export interface GeneratedModule {
  /** Relative to the agent's folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Sorted by path; empty if the agent has no such folder. */
export function generatedModules(agentFolder: string): readonly GeneratedModule[] {
  const folder = path.join(agentFolder, '_gen');
  return entriesOf(folder)
    .filter((entry) => entry.isFile() && entry.name.endsWith('.py'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .toSorted()
    .map((file) => ({
      path: path.relative(agentFolder, file).split(path.sep).join('/'),
      text: readFileSync(file, 'utf8'),
    }));
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch {
    // An agent without generated modules needs no types.
    return [];
  }
}
