/**
 * Returns the decoded path of a file relative to its project, with `/`. For a file elsewhere, returns the
 * full URI.
 */
export function pathInProject(uri: string, rootUri: string): string {
  const path = uri.startsWith(`${rootUri}/`) ? uri.slice(rootUri.length + 1) : uri;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
