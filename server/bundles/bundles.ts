import type * as agentProject from '../../analysis/project/agent-project.ts';
import type * as onDemand from '../../analysis/features/on-demand.ts';
import type * as javaScript from '../../analysis/languages/javascript.ts';
import type * as shared from './shared-with-javascript.ts';
import type { DetectorModule } from '../../hardcoded/detector.ts';

/** Parts of the server that are in separate bundles and loaded when they are first needed. */
export interface LazyBundles {
  readonly 'agent-project': typeof agentProject;
  readonly javascript: (parts: typeof shared) => typeof javaScript;
  readonly 'on-demand': typeof onDemand;
  readonly detector: DetectorModule;
}

/** Synchronous; throws if the bundle does not exist. */
export type LoadBundle<Bundles> = <Name extends keyof Bundles>(name: Name) => Bundles[Name];
