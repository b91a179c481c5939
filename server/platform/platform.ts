import type * as analysis from '../bundles/analysis.ts';
import type { LazyBundles, LoadBundle } from '../bundles/bundles.ts';

export interface Bundles extends LazyBundles {
  readonly analysis: typeof analysis;
}

/** The differences between a process and a worker, apart from what their composition roots pass in. */
export interface Platform {
  /** Yields, so that a waiting keystroke is processed first. */
  nextTurn(): Promise<void>;
  readonly loadBundle: LoadBundle<Bundles>;
  /** URI schemes that the editor uses for files that the server addresses as `file:`. */
  readonly schemesHere: readonly string[];
}
