/** Where the example is in the package: the agent, and a catalog of names for its account. */
export const exampleFolder = 'examples/hotel-booking';
export const exampleCatalog = 'examples/catalog.json';

const wanted = 'agent-secrets-example';

/**
 * A name for the copy that is not yet used in the chosen folder. Ignores case, because some file systems are
 * not case-sensitive.
 */
export function nameOfCopy(taken: readonly string[]): string {
  const inUse = new Set(taken.map((name) => name.toLowerCase()));
  if (!inUse.has(wanted)) return wanted;
  let number = 2;
  while (inUse.has(`${wanted}-${number}`)) number += 1;
  return `${wanted}-${number}`;
}
