/*
 * Replaces `@lezer/highlight` in the bundles (see `esbuild.mjs`): grammars declare highlighting, which is not
 * used here.
 */
const noTag = (): undefined => undefined;

/** Every tag and every tag modifier is the same empty function. */
export const tags: Readonly<Record<string, typeof noTag>> = new Proxy({}, { get: () => noTag });

/** Adds no highlighting properties to nodes. */
export function styleTags(): () => null {
  return () => null;
}
