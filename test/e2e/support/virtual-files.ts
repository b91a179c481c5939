// A browser extension for VS Code with a virtual workspace, like those of GitHub. Its files come from the
// test's server and have their own URI scheme.
import * as vscode from 'vscode';

export function activate({ extensionUri, subscriptions }: vscode.ExtensionContext): void {
  const workspace = vscode.Uri.joinPath(extensionUri, '..', 'workspace');
  const files = filesBelow((uri) => vscode.Uri.joinPath(workspace, uri.path).toString(true));
  subscriptions.push(
    vscode.workspace.registerFileSystemProvider('example', files, { isCaseSensitive: true }),
  );
}

function filesBelow(addressOf: (uri: vscode.Uri) => string): vscode.FileSystemProvider {
  const ask = async (uri: vscode.Uri): Promise<Response> => {
    const answer = await fetch(addressOf(uri), { cache: 'no-store' });
    if (answer.ok) return answer;
    throw vscode.FileSystemError.FileNotFound(uri);
  };
  const bytesOf = async (answer: Response): Promise<Uint8Array> => new Uint8Array(await answer.arrayBuffer());
  return {
    onDidChangeFile: new vscode.EventEmitter<vscode.FileChangeEvent[]>().event,
    watch: () => new vscode.Disposable(() => undefined),
    stat: async (uri) => {
      const answer = await ask(uri);
      const type = typeOf(answer.headers.get('x-folder') === 'yes');
      return { type, ctime: 0, mtime: 0, size: (await bytesOf(answer)).length };
    },
    readDirectory: async (uri) => {
      const answer = await ask(uri);
      const entries = (await answer.json()) as [name: string, isFolder: boolean][];
      return entries.map(([name, isFolder]) => [name, typeOf(isFolder)]);
    },
    readFile: async (uri) => bytesOf(await ask(uri)),
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
  };
}

function typeOf(isFolder: boolean): vscode.FileType {
  return isFolder ? vscode.FileType.Directory : vscode.FileType.File;
}

function refuse(uri: vscode.Uri): never {
  throw vscode.FileSystemError.NoPermissions(uri);
}
