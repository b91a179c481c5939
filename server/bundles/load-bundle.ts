import type { LazyBundles, LoadBundle } from './bundles.ts';

let load: LoadBundle<LazyBundles> | undefined;

/** The analysis does not know its platform: the program that loads it says how it loads its other parts. */
export function loadBundlesWith(ofPlatform: LoadBundle<LazyBundles>): void {
  load = ofPlatform;
}

export const loadBundle: LoadBundle<LazyBundles> = (name) => {
  if (load === undefined) throw new Error('The program did not say how to load bundles.');
  return load(name);
};
