import type * as agentProject from '../analysis/project/agent-project.ts';
import { platform } from './platform/node.ts';

/**
 * Takes the place of the whole module in the server's bundle (see `esbuild.mjs`), and loads it, with its
 * parser of YAML, from the bundle beside this one with the first `project.yaml`.
 */
export const parseAgentProject: typeof agentProject.parseAgentProject = (text, rootUri) =>
  platform.loadBundle('agent-project').parseAgentProject(text, rootUri);
