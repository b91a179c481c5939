import path from 'node:path';
import { URI } from 'vscode-uri';
import { type AgentProjectResult, isGenerated, parseAgentProject } from '../../analysis/index.ts';
import { type AgentProject, projectFileName } from '../../contracts/agent-project.ts';
import { visible } from '../../contracts/visible-text.ts';
import { diskTree, type FileTree } from './file-tree.ts';
import { NearestFile } from './nearest-file.ts';
import { readFoundText } from './disk-files.ts';

/** Finds the agent that a folder belongs to, which is that of the nearest `project.yaml` in or above it. */
export class DiskProjects {
  readonly #note: (sentence: string) => void;
  readonly #tree: FileTree;
  readonly #projects: NearestFile<AgentProject | undefined>;
  /** Maps each agent id to the first project file that claimed it. */
  readonly #claims = new Map<string, string>();
  readonly #sharedIds = new Set<string>();
  #unusable = 0;

  /** Reads all available project files first, so that duplicate ids are noticed before an agent is used. */
  constructor(projectFiles: readonly string[], note: (sentence: string) => void, tree: FileTree = diskTree) {
    this.#note = note;
    this.#tree = tree;
    this.#projects = new NearestFile(projectFileName, (file) => this.#read(file), tree);
    for (const file of projectFiles) if (!isGenerated(file)) this.agentOf(path.dirname(file));
  }

  agentOf(folder: string): AgentProject | undefined {
    const agent = this.#projects.above(folder);
    return agent && !this.#sharedIds.has(agent.agentId) ? agent : undefined;
  }

  /** The number of project files that cannot be used, and so far have been read. Their code is not checked. */
  get unusable(): number {
    return this.#unusable;
  }

  #read(file: string): AgentProject | undefined {
    const project = parseFile(file, this.#tree);
    if ('problem' in project) {
      this.#unusable += 1;
      this.#note(`note: ${visible(file)}: ${project.problem}`);
      return undefined;
    }
    this.#claim(project.agent.agentId, file);
    return project.agent;
  }

  #claim(agentId: string, file: string): void {
    const first = this.#claims.get(agentId);
    if (first === undefined) {
      this.#claims.set(agentId, file);
      return;
    }
    this.#sharedIds.add(agentId);
    this.#unusable += 1;
    this.#note(
      `note: ${visible(first)} and ${visible(file)} claim the same agent id "${visible(agentId)}"; neither is checked. ` +
        'Give each its own project_id.',
    );
  }
}

function parseFile(file: string, tree: FileTree): AgentProjectResult {
  try {
    return parseAgentProject(readFoundText(file, tree), URI.file(path.dirname(file)).toString());
  } catch {
    return { problem: 'The file cannot be read.' };
  }
}
