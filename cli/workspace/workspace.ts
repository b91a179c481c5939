import path from 'node:path';
import { type Analyzer, isGenerated } from '../../analysis/index.ts';
import type { AgentProject } from '../../contracts/agent-project.ts';
import type { Surroundings } from '../surroundings.ts';
import { DiskProjects } from './disk-projects.ts';
import { listFiles } from './list-files.ts';
import { createSourceReader, type Source } from './read-source.ts';

/** The files that a command is about. */
export interface Workspace {
  /** Absolute paths of all files in a known language, each once, sorted. */
  readonly files: readonly string[];
  /** Absent when the file can hold no reference, or cannot be read, which is noted. */
  read(absolutePath: string): Source | undefined;
  /** Absent outside any agent project, and in one that cannot be used, which is noted once. */
  agentOf(absolutePath: string): AgentProject | undefined;
}

/** @throws CliError when one of the paths does not exist. */
export function openWorkspace(
  paths: readonly string[],
  analyzer: Pick<Analyzer, 'mayHoldReferences'>,
  { cwd, note }: Pick<Surroundings, 'cwd' | 'note'>,
): Workspace {
  const { sources, projectFiles } = listFiles(paths.length === 0 ? ['.'] : paths, { cwd, note });
  const projects = new DiskProjects(projectFiles, note);
  return {
    files: sources.filter((file) => !isGenerated(file)),
    read: createSourceReader(analyzer, { cwd, note }),
    agentOf: (absolutePath) => projects.agentOf(path.dirname(absolutePath)),
  };
}
