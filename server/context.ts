import type { FileContext, FileSettings, ProjectFiles, Speech } from '../analysis/index.ts';
import type { AgentProject } from '../contracts/agent-project.ts';
import type { CatalogResult } from '../contracts/lsp-messages.ts';

/** What is currently known about a file; unknown parts are absent. */
export function contextFor(
  agent: AgentProject | undefined,
  knowledge: CatalogResult | undefined,
  project: ProjectFiles | undefined,
  settings: FileSettings | undefined,
  speech: Speech,
): FileContext {
  return {
    ...(agent && { agent }),
    ...(knowledge && { knowledge }),
    ...(project && { project }),
    ...settings,
    now: new Date(),
    speech,
  };
}
