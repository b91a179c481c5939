/**
 * The analysis, in a bundle that both processes and workers load, so that the package contains it once. Parts
 * of it are further bundles (see `LazyBundles`).
 */
export * from '../../analysis/index.ts';
/** The parser of `.ipynb` files; the settings files use it too. */
export { parser as jsonParser } from '@lezer/json';
export { loadBundlesWith } from './load-bundle.ts';
