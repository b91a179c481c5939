import type * as agentProject from '../../analysis/project/agent-project.ts';
import type * as onDemand from '../../analysis/features/on-demand.ts';
import type * as javaScript from '../../analysis/languages/javascript.ts';
import type { DetectorModule } from '../../hardcoded/detector.ts';

/** Parts of the server that are bundles of their own, loaded when they are first needed. */
export interface Bundles {
  readonly 'agent-project': typeof agentProject;
  readonly javascript: typeof javaScript;
  readonly 'on-demand': typeof onDemand;
  readonly detector: DetectorModule;
}

/** What a process and a worker do differently, beyond what their composition roots hand over. */
export interface Platform {
  /** Lets a keystroke that waits be answered first. */
  nextTurn(): Promise<void>;
  /** At once; throws when the bundle is not there. */
  loadBundle<Name extends keyof Bundles>(name: Name): Bundles[Name];
  /** Schemes that the editor has for files that the server calls `file:`. */
  readonly schemesHere: readonly string[];
}
