type Exists = (uri: string) => boolean;

/**
 * Resolves the file that `module` refers to in the file `from`. Leading dots are relative to the folder of
 * that file. Without dots, the search starts in the importing file's folder and continues in the project
 * folder and its `functions/`. As in Python, a package takes precedence over a module of the same name, and
 * the first folder that contains the first part of a name determines how the rest is resolved.
 */
export function moduleUri(module: string, from: string, rootUri: string, exists: Exists): string | undefined {
  const dots = /^\.*/.exec(module)?.[0].length ?? 0;
  const parts = module
    .slice(dots)
    .split('.')
    .filter((part) => part !== '')
    .map(encodeURIComponent);
  if (parts.length === 0) return [`${folderAbove(from, dots)}/__init__.py`].find(exists);
  if (dots > 0) return fileAt([folderAbove(from, dots), ...parts].join('/'), exists);
  for (const folder of [folderAbove(from, 1), rootUri, `${rootUri}/functions`]) {
    const found = fileAt([folder, ...parts].join('/'), exists);
    if (found !== undefined || decides(folder, parts, exists)) return found;
  }
  return undefined;
}

function folderAbove(uri: string, levels: number): string {
  let folder = uri;
  for (let level = 0; level < levels; level++) folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')));
  return folder;
}

function fileAt(path: string, exists: Exists): string | undefined {
  return [`${path}/__init__.py`, `${path}.py`].find(exists);
}

/** Python skips a folder without `__init__.py` and continues searching. */
function decides(folder: string, [first]: readonly string[], exists: Exists): boolean {
  return first !== undefined && fileAt(`${folder}/${first}`, exists) !== undefined;
}
