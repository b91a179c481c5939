const most = 32;

/**
 * Runs the same for each item of a list, so many in parallel. Returns the results in the order of the list.
 */
export async function inParallel<Item, Result>(
  list: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  let next = 0;
  const go = async (): Promise<void> => {
    for (;;) {
      const index = next;
      next += 1;
      const item = list[index];
      if (item === undefined) return;
      results[index] = await work(item);
    }
  };
  await Promise.all(Array.from({ length: most }, go));
  return results;
}
