import { randomBytes } from 'node:crypto';
import { cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import path from 'node:path';
import { build } from 'esbuild';
import { buildAssistant, type EditorAssistant } from './editor-assistant.ts';
import { copyExtensions } from './installed-extension.ts';
import { codeServerEntry, root } from './programs.ts';
import { calm } from './test-editor.ts';

/** VS Code for the Web. The page has no process behind it, only files. */
export interface WebEditor {
  readonly url: string;
  /** The origin of its pages. */
  readonly origin: string;
  /** The folder on disk that provides the virtual workspace. */
  readonly workspace: string;
  readonly open: (vaultUrl: string) => void;
  readonly stop: () => Promise<void>;
}

/** Uses only code-server's files. Its own server, with the extension host in it, never runs. */
export async function startWebEditor(folder: string, assistant: EditorAssistant): Promise<WebEditor> {
  const workspace = path.join(folder, 'workspace', 'examples');
  await cp(path.join(root, 'examples'), workspace, { recursive: true });
  const product = path.resolve(codeServerEntry(), '../../../lib/vscode');
  const served: Readonly<Record<string, string>> = {
    static: product,
    extension: await unpackedExtension(folder),
    'virtual-files': await virtualFiles(folder),
    assistant: await buildAssistant(path.join(folder, 'assistant')),
    workspace: path.dirname(workspace),
  };
  const secretKey = randomBytes(32);
  let page = '';
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const [, top = '', ...rest] = decodeURIComponent(pathname).split('/');
    const below = served[top];
    if (pathname === '/') response.setHeader('content-type', 'text/html').end(page);
    // Half of the key that encrypts secrets in the browser. The browser has the other half.
    else if (pathname === '/mint-key') response.end(secretKey);
    else if (below === undefined || rest.includes('..')) response.writeHead(404).end();
    else answerWith(path.join(below, ...rest), response).catch(() => response.writeHead(404).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const authority = `127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  const origin = `http://${authority}`;
  return {
    url: `${origin}/`,
    origin,
    workspace,
    open: (vaultUrl) => (page = pageOf(authority, { vaultUrl, assistantUrl: assistant.url })),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Unpacks the extension as an editor does. */
async function unpackedExtension(folder: string): Promise<string> {
  const extensions = path.join(folder, 'web-extensions');
  await copyExtensions(extensions);
  const name = (await readdir(extensions)).find((one) => one.startsWith('agent-secrets.'));
  return path.join(extensions, name ?? '');
}

/** Builds the extension that provides the workspace for the page. */
async function virtualFiles(folder: string): Promise<string> {
  const built = path.join(folder, 'virtual-files');
  await mkdir(built);
  await build({
    entryPoints: [path.join(import.meta.dirname, 'virtual-files.ts')],
    bundle: true,
    platform: 'browser',
    format: 'cjs',
    external: ['vscode'],
    outfile: path.join(built, 'extension.js'),
  });
  const manifest = {
    name: 'virtual-files',
    publisher: 'test',
    version: '0.0.1',
    engines: { vscode: '^1.101.0' },
    browser: './extension.js',
    activationEvents: ['onFileSystem:example'],
  };
  await writeFile(path.join(built, 'package.json'), JSON.stringify(manifest));
  return built;
}

async function answerWith(file: string, response: ServerResponse): Promise<void> {
  if ((await stat(file)).isDirectory()) {
    const entries = await readdir(file, { withFileTypes: true });
    response.setHeader('x-folder', 'yes');
    response.end(JSON.stringify(entries.map((entry) => [entry.name, entry.isDirectory()])));
    return;
  }
  response.setHeader('content-type', types[path.extname(file)] ?? 'application/octet-stream');
  response.end(await contentOf(file));
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
  '.css': 'text/css',
  '.html': 'text/html',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
};

/** Makes code-server's page work without its own server, like VS Code for the Web. */
const changes: readonly (readonly [was: RegExp, is: string])[] = [
  [/(?<=remoteAuthority:)location\.host\b/g, 'undefined'],
  [/(?<=file\(this\.userDataPath\)\.with\(\{scheme:)\w+\.vscodeRemote\b/g, '"vscode-userdata"'],
];

async function contentOf(file: string): Promise<Buffer | string> {
  const content = await readFile(file);
  if (!file.endsWith('/code/browser/workbench/workbench.js')) return content;
  return changes.reduce((text, [was, is]) => {
    if (text.match(was)?.length !== 1) throw new Error(`code-server’s page is not as expected: ${was}`);
    return text.replace(was, is);
  }, content.toString());
}

function pageOf(
  authority: string,
  { vaultUrl, assistantUrl }: Readonly<Record<'vaultUrl' | 'assistantUrl', string>>,
): string {
  const on = (place: string) => ({ scheme: 'http', authority, path: place });
  const configuration = {
    folderUri: { scheme: 'example', authority: '', path: '/examples' },
    additionalBuiltinExtensions: [on('/extension'), on('/virtual-files'), on('/assistant')],
    configurationDefaults: {
      ...calm,
      'agentSecrets.vault.url': vaultUrl,
      'testAssistant.url': assistantUrl,
    },
    enableWorkspaceTrust: false,
    // code-server's page requires this.
    userDataPath: '/',
    isEnabledFileDownloads: false,
    isEnabledFileUploads: false,
    isEnabledCoderGettingStarted: false,
    webviewEndpoint: `http://${authority}/static/out/vs/workbench/contrib/webview/browser/pre`,
    productConfiguration: { nameShort: 'VS Code for the Web', enableTelemetry: false },
  };
  const settings = JSON.stringify(configuration).replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const start = `http://${authority}/static`;
  return `<!DOCTYPE html>
<html>
  <head>
    <meta charset="utf-8" />
    <meta id="vscode-workbench-web-configuration" data-settings="${settings}" />
    <link rel="stylesheet" href="${start}/out/vs/code/browser/workbench/workbench.css" />
  </head>
  <body></body>
  <script>globalThis._VSCODE_FILE_ROOT = '${start}/out/';</script>
  <script type="module" src="${start}/out/nls.messages.js"></script>
  <script type="module" src="${start}/out/vs/code/browser/workbench/workbench.js"></script>
</html>`;
}
