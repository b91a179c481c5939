/**
 * Whether a path with forward slashes matches a glob pattern. `*` and `?` match within a folder, `**` matches
 * across folders, and a trailing `/` matches everything below. For any pattern, the running time is
 * proportional to the product of both lengths, because patterns may come from an untrusted workspace.
 */
export function matchesPattern(path: string, pattern: string): boolean {
  const plain = pattern.replace(/^(?:\.?\/)+/, '').replace(/\/$/, '/**');
  return matchesAll(path.split('/'), plain.split('/'), (part) => part === '**', matchesName);
}

/** Matches the name of a single folder or file. */
function matchesName(name: string, pattern: string): boolean {
  return matchesAll(Array.from(name), Array.from(pattern), (part) => part === '*', isSameLetter);
}

function isSameLetter(letter: string, wanted: string): boolean {
  return wanted === '?' || letter === wanted;
}

/** If a wildcard matched too little, it is extended by one. Earlier wildcards never need to be extended. */
function matchesAll(
  items: readonly string[],
  parts: readonly string[],
  isWildcard: (part: string) => boolean,
  isSame: (item: string, part: string) => boolean,
): boolean {
  let [item, part] = [0, 0];
  let retry: { item: number; readonly part: number } | undefined;
  while (item < items.length) {
    const wanted = parts[part];
    if (wanted !== undefined && isWildcard(wanted)) {
      retry = { item, part };
      part++;
    } else if (wanted !== undefined && isSame(items[item] ?? '', wanted)) {
      item++;
      part++;
    } else if (retry !== undefined) {
      retry.item++;
      item = retry.item;
      part = retry.part + 1;
    } else {
      return false;
    }
  }
  return parts.slice(part).every(isWildcard);
}
