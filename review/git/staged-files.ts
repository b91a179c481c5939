import path from 'node:path';
import { diskTree, type FileTree } from '../files/file-tree.ts';
import { overlayTree } from '../files/overlay-tree.ts';
import { git, namesIn, repositoryRoot, withoutFilters } from './git.ts';
import { storedFiles } from './stored-files.ts';

/** The content of the next commit. */
export interface StagedFiles {
  /** The files in Git's index. Untracked files do not exist in it. */
  readonly tree: FileTree;
  /** Absolute paths of the files that differ from the last commit, without deleted ones. */
  readonly changed: ReadonlySet<string>;
}

/** Reads the index of the repository that contains `cwd`. Runs no hooks and changes nothing. @throws ReviewError */
export async function stagedFiles(cwd: string): Promise<StagedFiles> {
  const root = await repositoryRoot(cwd);
  const env = await withoutFilters(root);
  const lines = async (...args: readonly string[]): Promise<readonly string[]> =>
    namesIn(await git(root, args, { env }));
  const absolute = (name: string): string => path.join(root, ...name.split('/'));
  // Files that are the same on disk are read from there.
  const differing = new Set(await lines('ls-files', '--modified', '--deleted', '-z'));
  const entries = (await lines('ls-files', '--stage', '-z')).flatMap((line) => entryIn(line));
  const stored = await storedFiles(
    root,
    entries
      .filter(({ name }) => differing.has(name))
      .map(({ name, hash }) => ({ file: absolute(name), hash })),
  );
  const files = new Map(
    entries.map(({ name }) => {
      const file = absolute(name);
      return [file, stored.get(file) ?? (() => contentOf(file))] as const;
    }),
  );
  const isInside = (one: string): boolean => one === root || one.startsWith(`${root}${path.sep}`);
  const changed = await lines(
    'diff',
    '--cached',
    '--name-only',
    '--no-renames',
    '--no-ext-diff',
    '--diff-filter=d',
    '-z',
  );
  return {
    tree: overlayTree(diskTree, files, (one) => isInside(one) && !files.has(one)),
    changed: new Set(changed.map(absolute)),
  };
}

/** A file that is the same on disk. Throws if it cannot be read, so that it is reported instead of looking empty. */
function contentOf(file: string): Uint8Array {
  const content = diskTree.read(file);
  if (content === undefined) throw new Error(`${file} cannot be read`);
  return content;
}

interface IndexEntry {
  readonly hash: string;
  /** Relative to the root, with forward slashes. */
  readonly name: string;
}

/** Leaves out symbolic links, submodules, and the versions of an unresolved conflict except the first. */
function entryIn(line: string): readonly IndexEntry[] {
  const [, mode = '', hash = '', stage = '', name = ''] = /^(\d+) ([\da-f]+) (\d)\t(.*)$/s.exec(line) ?? [];
  return mode.startsWith('100') && (stage === '0' || stage === '2') ? [{ hash, name }] : [];
}
