import type { MessageConnection } from 'vscode-jsonrpc';
import { describe, expect, it } from 'vitest';
import { digest } from '../../server/digest.ts';
import type { FileSystem } from '../../server/platform/files.ts';
import { clientFiles, filesFrom } from '../../server/platform/client-files.ts';
import { bundlesFolder, platform } from '../../server/platform/web.ts';
import { fileOf } from '../../server/uris.ts';

const project = 'vscode-vfs://github/acme/booking/project.yaml';

/** An editor that answers one request, and fails at all others. */
function editorThat(answers: Readonly<Record<string, unknown>>): MessageConnection {
  const sendRequest = (method: string, { uri }: { uri: string }): Promise<unknown> => {
    const key = `${method} ${uri}`;
    return key in answers ? Promise.resolve(answers[key]) : Promise.reject(new Error('no such file'));
  };
  return { sendRequest } as unknown as MessageConnection;
}

describe('files of a virtual workspace', () => {
  const files = clientFiles(
    editorThat({
      [`agentSecrets/readFile ${project}`]: { text: 'project_id: ä' },
      'agentSecrets/listFolder vscode-vfs://github/acme': { entries: [{ name: 'booking', isFolder: true }] },
      'agentSecrets/readFile empty:/': null,
    }),
  );

  it('are read and listed by the editor', async () => {
    expect(new TextDecoder().decode(await files.read(project))).toBe('project_id: ä');
    expect(await files.list('vscode-vfs://github/acme')).toEqual([{ name: 'booking', isFolder: true }]);
  });

  it('are missing when the editor fails or has none', async () => {
    expect(await files.read('vscode-vfs://github/gone')).toBeUndefined();
    expect(await files.read('empty:/')).toBeUndefined();
    expect(await files.list('vscode-vfs://github/gone')).toEqual([]);
  });
});

describe('the reader of files', () => {
  const named = (name: string): FileSystem => ({
    read: async () => new TextEncoder().encode(name),
    list: async () => [{ name, isFolder: false }],
  });
  const readBy = async (files: FileSystem, uri: string): Promise<string | undefined> => {
    const [bytes, [entry]] = [await files.read(uri), await files.list(uri)];
    expect(entry?.name).toBe(bytes && new TextDecoder().decode(bytes));
    return entry?.name;
  };

  it('is the disk for files on it, and the editor for all others', async () => {
    const files = filesFrom(named('disk'), named('editor'));
    expect(await readBy(files, 'file:///agents/project.yaml')).toBe('disk');
    expect(await readBy(files, project)).toBe('editor');
  });

  it('is the editor for everything in a browser', async () => {
    expect(await readBy(filesFrom(undefined, named('editor')), 'file:///agents/project.yaml')).toBe('editor');
  });

  it('is absent for an editor that does not support such requests', async () => {
    expect(await readBy(filesFrom(named('disk'), undefined), project)).toBeUndefined();
  });
});

describe('a worker', () => {
  it('finds its other bundles by its own name, under any prefix of the editor', () => {
    const folder = 'https://cdn.example/agent%20secrets/dist/';
    expect(bundlesFolder(folder)).toBe(folder);
    expect(bundlesFolder(`ExtensionHostWorker -> ${folder}`)).toBe(folder);
  });

  it('yields to other tasks', async () => {
    const order: string[] = [];
    setImmediate(() => order.push('a keystroke'));
    for (let turn = 0; turn < 100 && order.length === 0; turn += 1) await platform.nextTurn();
    expect(order).toEqual(['a keystroke']);
  });
});

describe('a cell of a notebook', () => {
  it('belongs to the notebook of its own workspace', () => {
    const scheme = btoa('vscode-vfs').replaceAll('=', '');
    expect(fileOf(`vscode-notebook-cell://github/acme/a.ipynb#W0s${scheme}`)).toBe(
      'vscode-vfs://github/acme/a.ipynb',
    );
  });
});

describe('a digest', () => {
  it('is the same for the same text, and different for another', () => {
    const texts = Array.from({ length: 5000 }, (_, at) => `[{"message":"secret_${at}"}]`);
    expect(new Set(texts.map(digest)).size).toBe(texts.length);
    expect(digest('ab')).not.toBe(digest('ba'));
    expect(texts.map(digest)).toEqual(texts.map(digest));
  });
});
