import { describe, expect, it } from 'vitest';
import { type Entry, filesNamed } from '../../client/walk-model.ts';

/** Folders by their path; a name with a slash behind it is a folder. */
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

describe('project files of a workspace without search', () => {
  it('are found in every folder, except where tools keep their own things', async () => {
    const { list, read } = listOf({
      a: ['project.yaml', 'functions/', 'node_modules/', '.git/', 'project.yaml.bak'],
      'a/functions': ['more/'],
      'a/functions/more': ['project.yaml'],
      b: ['project.yaml/'],
      'b/project.yaml': ['notes.md'],
    });
    expect(await filesNamed('project.yaml', ['a', 'b'], list)).toEqual([
      'a/project.yaml',
      'a/functions/more/project.yaml',
    ]);
    expect(read.filter((folder) => /node_modules|\.git/.test(folder))).toEqual([]);
  });

  it('end somewhere, even where folders do not', async () => {
    let reads = 0;
    const endless = async (folder: string): Promise<readonly Entry<string>[]> => {
      reads += 1;
      return [{ name: 'deeper', place: `${folder}/deeper`, isFolder: true }];
    };
    expect(await filesNamed('project.yaml', ['a'], endless)).toEqual([]);
    expect(reads).toBe(1000);
  });
});
