import type * as agentProject from '../analysis/project/agent-project.ts';
import { platform } from './platform/node.ts';

/**
 * Replaces the entire module in the server's bundle (see `esbuild.mjs`). Loads the module and its YAML parser
 * from the adjacent bundle when the first `project.yaml` is read.
 */
export const parseAgentProject: typeof agentProject.parseAgentProject = (text, rootUri) =>
  platform.loadBundle('agent-project').parseAgentProject(text, rootUri);
