/** The path of a file relative to its project, decoded, with `/`; the whole URI of a file elsewhere. */
export function pathInProject(uri: string, rootUri: string): string {
  const path = uri.startsWith(`${rootUri}/`) ? uri.slice(rootUri.length + 1) : uri;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
