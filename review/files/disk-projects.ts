import path from 'node:path';
import { URI } from 'vscode-uri';
import { type AgentProjectResult, isGenerated, parseAgentProject } from '../../analysis/index.ts';
import { type AgentProject, projectFileName } from '../../contracts/agent-project.ts';
import { NearestFile } from './nearest-file.ts';
import { readFoundText } from './disk-files.ts';

/** Finds the agent that a folder belongs to, which is that of the nearest `project.yaml` in or above it. */
export class DiskProjects {
  readonly #note: (sentence: string) => void;
  readonly #projects = new NearestFile(projectFileName, (file) => this.#read(file));
  /** Maps each agent id to the first project file that claimed it. */
  readonly #claims = new Map<string, string>();
  readonly #sharedIds = new Set<string>();

  /** Reads all available project files first, so that duplicate ids are noticed before an agent is used. */
  constructor(projectFiles: readonly string[], note: (sentence: string) => void) {
    this.#note = note;
    for (const file of projectFiles) if (!isGenerated(file)) this.agentOf(path.dirname(file));
  }

  agentOf(folder: string): AgentProject | undefined {
    const agent = this.#projects.above(folder);
    return agent && !this.#sharedIds.has(agent.agentId) ? agent : undefined;
  }

  #read(file: string): AgentProject | undefined {
    const project = parseFile(file);
    if ('problem' in project) {
      this.#note(`note: ${file}: ${project.problem}`);
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
    this.#note(
      `note: ${first} and ${file} claim the same agent id "${agentId}"; neither is checked. ` +
        'Give each its own project_id.',
    );
  }
}

function parseFile(file: string): AgentProjectResult {
  try {
    return parseAgentProject(readFoundText(file), URI.file(path.dirname(file)).toString());
  } catch {
    return { problem: 'The file cannot be read.' };
  }
}
