import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { isAgentSettings, languageOf, projectSettingsFileName } from '../../../analysis/index.ts';
import { isSkippedFolder, projectFileName } from '../../../contracts/agent-project.ts';

/** The files on which the result of a check depends, at one moment. */
export interface WatchedFiles {
  /** Absolute path to a text that changes with the file. */
  readonly files: ReadonlyMap<string, string>;
  /** Absolute paths of the folders in which such files are, or may be created, each to the folder's identity. */
  readonly folders: ReadonlyMap<string, string>;
}

/**
 * Lists the files below `paths`, the settings and projects above, and the `further` files. Leaves out what
 * does not exist.
 */
export function watchedFiles(paths: readonly string[], further: readonly string[]): WatchedFiles {
  const files = new Map<string, string>();
  const folders = new Map<string, string>();
  const addFolder = (folder: string): void => {
    folders.set(folder, identityOf(folder));
  };
  const add = (file: string): void => {
    const stamp = stampOf(file);
    if (stamp !== undefined) files.set(file, stamp);
  };
  for (const given of paths) {
    addFolders(given, addFolder, add);
    // A folder that is deleted can be created again.
    addFolder(nearestFolder(path.dirname(given)));
    for (const above of foldersAbove(given)) {
      for (const name of [projectFileName, projectSettingsFileName]) {
        const file = path.join(above, name);
        if (stampOf(file) === undefined) continue;
        add(file);
        addFolder(above);
      }
    }
  }
  for (const file of further) {
    add(file);
    addFolder(nearestFolder(path.dirname(file)));
  }
  return { files, folders };
}

/** The paths that were added, deleted or changed between two moments, sorted. */
export function changesBetween(one: WatchedFiles, other: WatchedFiles): readonly string[] {
  const all = new Set([...one.files.keys(), ...other.files.keys()]);
  return [...all].filter((file) => one.files.get(file) !== other.files.get(file)).toSorted();
}

function addFolders(given: string, addFolder: (folder: string) => void, add: (file: string) => void): void {
  const isFolder = statSync(given, { throwIfNoEntry: false })?.isDirectory() === true;
  if (!isFolder) return add(given);
  const waiting = [given];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    addFolder(folder);
    for (const entry of entriesOf(folder)) {
      const inside = path.join(folder, entry.name);
      if (entry.isDirectory() && !isSkippedFolder(entry.name)) waiting.push(inside);
      else if (entry.isFile() && matters(inside)) add(inside);
    }
  }
}

function matters(file: string): boolean {
  const name = path.basename(file);
  if (name === projectFileName || name === projectSettingsFileName || name.endsWith('.ipynb')) return true;
  const language = languageOf(file);
  return language !== undefined && (language !== 'json' || isAgentSettings(file));
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // It was deleted meanwhile, or cannot be read, which the check reports.
    return [];
  }
}

function stampOf(file: string): string | undefined {
  try {
    const { mtimeMs, size, ino } = statSync(file);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return undefined;
  }
}

/** Differs if a folder was deleted and created again. */
function identityOf(folder: string): string {
  const found = statSync(folder, { throwIfNoEntry: false });
  return found === undefined ? '' : `${found.dev} ${found.ino}`;
}

function nearestFolder(folder: string): string {
  const isThere = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  const above = path.dirname(folder);
  return isThere || above === folder ? folder : nearestFolder(above);
}

function foldersAbove(given: string): readonly string[] {
  const above = path.dirname(given);
  return above === given ? [] : [above, ...foldersAbove(above)];
}
