import { PassThrough } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import type { FileSystem, FolderEntry } from '../../../server/platform/files.ts';
import { startServer } from '../../../server/server.ts';

export const memoryRoot = 'file:///w';

export interface MemoryFiles extends FileSystem {
  /** Paths of the files that were read, in order. */
  readonly reads: readonly string[];
}

/** Files by path that exist only here; each takes this long to read. */
export function memoryFiles(texts: Readonly<Record<string, string>>, delayMs = 0): MemoryFiles {
  const reads: string[] = [];
  return {
    reads,
    read: async (uri) => {
      const path = uri.slice(memoryRoot.length + 1);
      const text = texts[path];
      if (text === undefined) return undefined;
      reads.push(path);
      await setTimeout(delayMs);
      return new TextEncoder().encode(text);
    },
    list: (folderUri) => Promise.resolve(entriesOf(folderUri, Object.keys(texts))),
  };
}

/** A server in this process, and the editor's end of its connection. */
export function connectServer(files: FileSystem): MessageConnection {
  const [toServer, toEditor] = [new PassThrough(), new PassThrough()];
  const runtime = {
    files,
    exit: () => undefined,
    watchParent: () => undefined,
    loadDetector: () => {
      throw new Error('Credentials are not looked for here.');
    },
  };
  startServer(
    createMessageConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toEditor)),
    runtime,
  );
  return createMessageConnection(new StreamMessageReader(toEditor), new StreamMessageWriter(toServer));
}

function entriesOf(folderUri: string, paths: readonly string[]): readonly FolderEntry[] {
  const folder = `${folderUri}/`.slice(memoryRoot.length + 1);
  const entries = new Map<string, FolderEntry>();
  for (const path of paths.filter((one) => one.startsWith(folder))) {
    const [name = '', ...rest] = path.slice(folder.length).split('/');
    entries.set(name, { name, isFolder: rest.length > 0 });
  }
  return [...entries.values()];
}
