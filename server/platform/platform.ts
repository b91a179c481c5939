import type * as agentProject from '../../analysis/project/agent-project.ts';
import type * as onDemand from '../../analysis/features/on-demand.ts';
import type * as javaScript from '../../analysis/languages/javascript.ts';
import type { DetectorModule } from '../../hardcoded/detector.ts';

/** Parts of the server that are in separate bundles and loaded when they are first needed. */
export interface Bundles {
  readonly 'agent-project': typeof agentProject;
  readonly javascript: typeof javaScript;
  readonly 'on-demand': typeof onDemand;
  readonly detector: DetectorModule;
}

/** The differences between a process and a worker, apart from what their composition roots pass in. */
export interface Platform {
  /** Yields, so that a waiting keystroke is processed first. */
  nextTurn(): Promise<void>;
  /** Synchronous; throws if the bundle does not exist. */
  loadBundle<Name extends keyof Bundles>(name: Name): Bundles[Name];
  /** URI schemes that the editor uses for files that the server addresses as `file:`. */
  readonly schemesHere: readonly string[];
}
