import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Entry, filesNamed, skippedFolders } from '../../client/common/files-named.ts';

/** Folders by their path; a name with a trailing slash is a folder. */
function listOf(folders: Readonly<Record<string, readonly string[]>>) {
  const read: string[] = [];
  const list = async (folder: string): Promise<readonly Entry<string>[]> => {
    read.push(folder);
    return (folders[folder] ?? []).map((text) => {
      const name = text.replace('/', '');
      return { name, place: `${folder}/${name}`, isFolder: text.endsWith('/') };
    });
  };
  return { list, read };
}

/** The folders that the language server never searches; a copy of an agent there is not offered. */
const skipped = ['node_modules', '_gen', '__pycache__', 'dist', 'venv', '.git', '.venv'];

describe('a search of the editor', () => {
  it.each(skipped)('skips the folder "%s"', (name) => {
    expect(path.posix.matchesGlob(`a/${name}/project.yaml`, skippedFolders)).toBe(true);
    expect(path.posix.matchesGlob(`${name}/a/project.yaml`, skippedFolders)).toBe(true);
  });

  it.each(['functions', 'distance', 'a.git'])('searches the folder "%s"', (name) => {
    expect(path.posix.matchesGlob(`a/${name}/project.yaml`, skippedFolders)).toBe(false);
  });
});

describe('project files in a workspace without search', () => {
  it('are found in every folder, except where tools store their own files', async () => {
    const { list, read } = listOf({
      a: ['project.yaml', 'functions/', ...skipped.map((name) => `${name}/`), 'project.yaml.bak'],
      ...Object.fromEntries(skipped.map((name) => [`a/${name}`, ['project.yaml']])),
      'a/functions': ['more/'],
      'a/functions/more': ['project.yaml'],
      b: ['project.yaml/'],
      'b/project.yaml': ['notes.md'],
    });
    expect(await filesNamed('project.yaml', ['a', 'b'], list)).toEqual([
      'a/project.yaml',
      'a/functions/more/project.yaml',
    ]);
    expect(read).toEqual(['a', 'b', 'a/functions', 'b/project.yaml', 'a/functions/more']);
  });

  it('are limited, even where folders are not', async () => {
    let reads = 0;
    const endless = async (folder: string): Promise<readonly Entry<string>[]> => {
      reads += 1;
      return [{ name: 'deeper', place: `${folder}/deeper`, isFolder: true }];
    };
    expect(await filesNamed('project.yaml', ['a'], endless)).toEqual([]);
    expect(reads).toBe(1000);
  });
});
