import type { LazyBundles, LoadBundle } from './bundles.ts';

let load: LoadBundle<LazyBundles> | undefined;

/**
 * The analysis is independent of the platform: the program that loads it provides the function that loads its
 * other parts.
 */
export function loadBundlesWith(ofPlatform: LoadBundle<LazyBundles>): void {
  load = ofPlatform;
}

export const loadBundle: LoadBundle<LazyBundles> = (name) => {
  if (load === undefined) throw new Error('No bundle loader was configured.');
  return load(name);
};
