import { URI, Utils } from 'vscode-uri';

/** One spelling per file: editors escape the same URI differently. */
export function canonicalUri(uri: string): string {
  return URI.parse(uri).toString();
}

export function childUri(folder: string, name: string): string {
  return Utils.joinPath(URI.parse(folder), name).toString();
}

/** Without a trailing slash. */
export function folderUri(uri: string): string {
  return withoutTrailingSlash(Utils.dirname(URI.parse(uri)).toString());
}

/** The folders that hold a file, nearest first; none for what is in no folder, such as `untitled:`. */
export function foldersAbove(uri: string): readonly string[] {
  const folders: string[] = [];
  let folder = Utils.dirname(URI.parse(uri).with({ query: '', fragment: '' }));
  while (folder.path !== '' && folder.path !== '.') {
    folders.push(withoutTrailingSlash(folder.toString()));
    const above = Utils.dirname(folder);
    if (above.path === folder.path) break;
    folder = above;
  }
  return folders;
}

export function withoutTrailingSlash(uri: string): string {
  return uri.endsWith('/') ? uri.slice(0, -1) : uri;
}

/** As a person would write it. */
export function displayPath(uri: string): string {
  return URI.parse(uri).fsPath;
}
