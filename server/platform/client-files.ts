import type { MessageConnection } from 'vscode-jsonrpc';
import {
  type FileParams,
  type FolderResult,
  lspMessages,
  type TextResult,
} from '../../contracts/lsp-messages.ts';
import type { FileSystem } from './files.ts';

/** Files that only the editor can read: those of virtual workspaces and, in a browser, all files. */
export function clientFiles(connection: MessageConnection): FileSystem {
  const ask = async <Answer extends object>(method: string, uri: string): Promise<Partial<Answer>> => {
    const params: FileParams = { uri };
    try {
      // The client is ours and responds to this request; a null response means that the file does not exist.
      return (await connection.sendRequest<Answer | null>(method, params)) ?? {};
    } catch {
      return {};
    }
  };
  return {
    read: async (uri) => {
      const { text } = await ask<TextResult>(lspMessages.readFile, uri);
      return text === undefined ? undefined : new TextEncoder().encode(text);
    },
    list: async (uri) => (await ask<FolderResult>(lspMessages.listFolder, uri)).entries ?? [],
  };
}

/** Reads files on the disk from the disk and all others through the editor; either source may be absent. */
export function filesFrom(disk: FileSystem | undefined, client: FileSystem | undefined): FileSystem {
  const holderOf = (uri: string): FileSystem | undefined =>
    disk !== undefined && uri.startsWith('file:') ? disk : client;
  return {
    read: async (uri) => holderOf(uri)?.read(uri),
    list: async (uri) => holderOf(uri)?.list(uri) ?? [],
  };
}
