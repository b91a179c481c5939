import type * as agentProject from '../../analysis/project/agent-project.ts';
import { loadBundle } from './load-bundle.ts';

/**
 * Replaces the entire module in the bundle of the analysis (see `esbuild.mjs`). Loads the module and its YAML parser
 * from the adjacent bundle when the first `project.yaml` is read.
 */
export const parseAgentProject: typeof agentProject.parseAgentProject = (text, rootUri) =>
  loadBundle('agent-project').parseAgentProject(text, rootUri);
