import path from 'node:path';
import { languageOf } from '../../analysis/index.ts';
import { isSkippedFolder, projectFileName } from '../../contracts/agent-project.ts';
import { visible } from '../../contracts/visible-text.ts';
import { diskTree, type FileTree, type TreeEntry } from './file-tree.ts';
import { isNotebook } from './notebook-cells.ts';
import { ReviewError } from '../host/review-error.ts';
import type { ReviewHost } from '../host/review-host.ts';

interface ListedFiles {
  /** Absolute, without duplicates, sorted. */
  readonly sources: readonly string[];
  readonly notebooks: readonly string[];
  readonly projectFiles: readonly string[];
}

/**
 * Synchronous on purpose, like reading the files: there is no other work to do meanwhile, and sequential
 * calls are several times faster than one promise per file. Does not follow symbolic links.
 */
export function listFiles(
  paths: readonly string[],
  host: Pick<ReviewHost, 'cwd' | 'note'>,
  tree: FileTree = diskTree,
): ListedFiles {
  const sources = new Set<string>();
  const notebooks = new Set<string>();
  const projectFiles = new Set<string>();
  const take = (file: string): void => {
    if (languageOf(file) !== undefined) sources.add(file);
    else if (isNotebook(file)) notebooks.add(file);
    else if (path.basename(file) === projectFileName) projectFiles.add(file);
  };
  for (const given of paths) visit(path.resolve(host.cwd, given), given, { ...host, tree }, take);
  return {
    sources: [...sources].toSorted(),
    notebooks: [...notebooks].toSorted(),
    projectFiles: [...projectFiles].toSorted(),
  };
}

/** The `project.yaml` files in and below a folder. Absolute, sorted. */
export function listProjectFiles(folder: string, { note }: Pick<ReviewHost, 'note'>): readonly string[] {
  const found: string[] = [];
  visit(folder, folder, { cwd: folder, note, tree: diskTree }, (file) => found.push(file), isProjectFile);
  return found.toSorted();
}

function isProjectFile(name: string): boolean {
  return name === projectFileName;
}

/** Passes the files on whose names are wanted; a file that is given itself is always wanted. */
function visit(
  absolute: string,
  given: string,
  host: Pick<ReviewHost, 'cwd' | 'note'> & { readonly tree: FileTree },
  take: (file: string) => void,
  isWanted: (name: string) => boolean = () => true,
): void {
  const found = host.tree.kindOf(absolute);
  if (found === undefined) throw new ReviewError(`${given} does not exist.`);
  if (found !== 'folder') return take(absolute);
  const folders = [absolute];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of entriesOf(folder, host)) {
      if (entry.kind === 'file') {
        if (isWanted(entry.name)) take(path.join(folder, entry.name));
      } else if (entry.kind === 'folder' && !isSkippedFolder(entry.name))
        folders.push(path.join(folder, entry.name));
    }
  }
}

function entriesOf(
  folder: string,
  { cwd, note, tree }: Pick<ReviewHost, 'cwd' | 'note'> & { readonly tree: FileTree },
): readonly TreeEntry[] {
  try {
    return tree.list(folder);
  } catch {
    note(`note: ${visible(displayPath(folder, cwd))} cannot be read and was left out.`);
    return [];
  }
}

/**
 * Reads a file that this program found, not one that the user named. Throws if it is not a regular file or
 * cannot be read.
 */
export function readFoundText(file: string, tree: FileTree = diskTree): string {
  const bytes = tree.read(file);
  if (bytes === undefined) throw new Error('not a regular file');
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** Like `readFoundText`, but returns undefined if there is nothing to read. */
export function foundTextOrNothing(file: string, tree: FileTree): string | undefined {
  try {
    return readFoundText(file, tree);
  } catch {
    return undefined;
  }
}

/** Returns a path relative to the working directory with forward slashes, as in reports and notes. */
export function displayPath(absolutePath: string, cwd: string): string {
  return path.relative(cwd, absolutePath).split(path.sep).join('/');
}
