const collator = new Intl.Collator('en', { numeric: true });

/** The order of secrets' and agents' names wherever they are listed: `key_2` before `key_10`. */
export function compareNames(one: string, other: string): number {
  return collator.compare(one, other);
}
