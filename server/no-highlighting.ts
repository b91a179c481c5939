/*
 * Takes the place of `@lezer/highlight` in the bundles (see `esbuild.mjs`): grammars say which words have
 * which colour, and nobody here shows them.
 */
const noTag = (): undefined => undefined;

/** Every tag, and every kind of a tag, is the same nothing. */
export const tags: Readonly<Record<string, typeof noTag>> = new Proxy({}, { get: () => noTag });

/** What a grammar gets for its colours: no property of any node. */
export function styleTags(): () => null {
  return () => null;
}
