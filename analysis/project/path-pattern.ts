/**
 * Whether a path with forward slashes matches a glob pattern: `*` and `?` within a folder, `**` across
 * folders, a trailing `/` for everything below. Takes time proportional to both lengths, whatever the
 * pattern, because patterns may come from an untrusted workspace.
 */
export function matchesPattern(path: string, pattern: string): boolean {
  const plain = pattern.replace(/^(?:\.?\/)+/, '').replace(/\/$/, '/**');
  return matchesAll(path.split('/'), plain.split('/'), (part) => part === '**', matchesName);
}

/** Matches the name of one folder or file. */
function matchesName(name: string, pattern: string): boolean {
  return matchesAll(Array.from(name), Array.from(pattern), (part) => part === '*', isSameLetter);
}

function isSameLetter(letter: string, wanted: string): boolean {
  return wanted === '?' || letter === wanted;
}

/** If a wildcard matched too little, it takes one more; earlier wildcards never need to. */
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
