import type * as agentProject from '../../analysis/project/agent-project.ts';
import type * as onDemand from '../../analysis/features/on-demand.ts';
import type * as javaScript from '../../analysis/languages/javascript.ts';
import type { DetectorModule } from '../../hardcoded/detector.ts';

/** Parts of the server in separate bundles, loaded when they are first needed. */
export interface Bundles {
  readonly 'agent-project': typeof agentProject;
  readonly javascript: typeof javaScript;
  readonly 'on-demand': typeof onDemand;
  readonly detector: DetectorModule;
}

/** What differs between a process and a worker, other than what their composition roots pass in. */
export interface Platform {
  /** Yields, so that a waiting keystroke is handled first. */
  nextTurn(): Promise<void>;
  /** Synchronous; throws if the bundle does not exist. */
  loadBundle<Name extends keyof Bundles>(name: Name): Bundles[Name];
  /** Schemes that the editor uses for files that the server addresses as `file:`. */
  readonly schemesHere: readonly string[];
}
