/*
 * Replaces `@lezer/highlight` in the bundles (see `esbuild.mjs`): grammars declare highlighting, which
 * nothing here uses.
 */
const noTag = (): undefined => undefined;

/** Every tag and tag modifier is the same empty function. */
export const tags: Readonly<Record<string, typeof noTag>> = new Proxy({}, { get: () => noTag });

/** Provides no node properties for highlighting. */
export function styleTags(): () => null {
  return () => null;
}
