import { URI, Utils } from 'vscode-uri';
import { platform } from './platform/current.ts';

/** Normalizes a URI so that each file has one spelling: editors escape the same URI differently. */
export function canonicalUri(uri: string): string {
  return URI.parse(uri).toString();
}

/** Like `canonicalUri`, but for a folder: removes a trailing slash. */
export function canonicalFolder(uri: string): string {
  return withoutTrailingSlash(canonicalUri(uri));
}

export function childUri(folder: string, name: string): string {
  return Utils.joinPath(URI.parse(`${folder}/`), name).toString();
}

/** The URI without a trailing slash. */
export function folderUri(uri: string): string {
  return withoutTrailingSlash(Utils.dirname(URI.parse(uri)).toString());
}

const cellScheme = 'vscode-notebook-cell';

/** Whether the URI identifies a notebook cell, which other files cannot import. */
export function isNotebookCell(uri: string): boolean {
  return uri.startsWith(`${cellScheme}:`) || /\.ipynb(?:#|$)/.test(uri);
}

/**
 * Returns a cell's notebook: VS Code appends the notebook's scheme to the cell's number. In a remote window,
 * that is a `file:` URI if the server runs as a process.
 */
export function fileOf(uri: string): string {
  const cell = URI.parse(uri);
  if (cell.scheme !== cellScheme) return uri;
  const encoded = /s(.*)$/.exec(cell.fragment)?.[1] ?? '';
  const scheme = /^[a-z][\w+.-]*$/i.exec(decoded(encoded))?.[0];
  const isHere = scheme === undefined || platform.schemesHere.includes(scheme);
  const place = isHere ? { scheme: 'file', authority: '' } : { scheme };
  return cell.with({ ...place, fragment: '' }).toString();
}

/** The folders that contain a file, closest first; empty if the URI has no folder, such as `untitled:`. */
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

function decoded(base64: string): string {
  try {
    return atob(base64);
  } catch {
    return '';
  }
}

/** The path in human-readable form. */
export function displayPath(uri: string): string {
  return URI.parse(uri).fsPath;
}
