import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import path from 'node:path';
import { bundleTexts } from '../../client/l10n-files.ts';
import { bundledOnce } from '../../support/bundles.ts';
import { themes } from './themes.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const nonce = 'bm9uY2UtZm9yLXRlc3Rz';

export interface PanelServer extends AsyncDisposable {
  readonly origin: string;
}

/** Serves the panels as the extension host does: same page, same policy, the editor's variables. */
export async function servePanels(): Promise<PanelServer> {
  const files = await filesToServe();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname === '/page') sendPage(response, url.searchParams);
    else sendFile(response, url.pathname, files.get(url.pathname));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: originOf(server),
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function filesToServe(): Promise<ReadonlyMap<string, Uint8Array>> {
  const codicons = path.join(root, 'node_modules/@vscode/codicons/dist');
  const panels = await Promise.all(
    globSync('webview/*/main.ts', { cwd: root })
      .map((file) => path.basename(path.dirname(file)))
      .map(async (panel) => [`/${panel}.js`, await bundle(panel)] as const),
  );
  return new Map<string, Uint8Array>([
    ...panels,
    ['/codicon.css', await readFile(path.join(codicons, 'codicon.css'))],
    ['/codicon.ttf', await readFile(path.join(codicons, 'codicon.ttf'))],
    ['/theme.css', new TextEncoder().encode(themeSheet())],
  ]);
}

async function bundle(panel: string): Promise<Uint8Array> {
  const file = await bundledOnce(`panels/${panel}.js`, {
    entryPoints: [path.join(root, `webview/${panel}/main.ts`)],
    platform: 'browser',
    mainFields: ['browser', 'module', 'main'],
    minify: true,
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
  });
  return readFile(file);
}

function sendPage(response: ServerResponse, parameters: URLSearchParams): void {
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.setHeader(
    'Content-Security-Policy',
    `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'self' 'nonce-${nonce}'; font-src 'self'`,
  );
  const language = parameters.get('language') ?? 'en';
  const words = language === 'en' ? {} : bundleTexts(language);
  response.end(`<!doctype html>
<html lang="${language}" data-theme="${parameters.get('theme')}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Agent Secrets</title>
    <link rel="stylesheet" href="/theme.css" />
    <link rel="stylesheet" href="/codicon.css" id="vscode-codicon-stylesheet" nonce="${nonce}" />
  </head>
  <body class="${classesOf(parameters.get('theme'))}">
    <main id="app" data-words="${escaped(JSON.stringify(words))}"></main>
    <script type="module" nonce="${nonce}" src="/${parameters.get('panel')}.js"></script>
  </body>
</html>`);
}

/** As VS Code marks the body of a webview. */
function classesOf(theme: string | null): string {
  if (theme === 'hc-black') return 'vscode-high-contrast';
  return theme === 'hc-light' ? 'vscode-high-contrast vscode-high-contrast-light' : `vscode-${theme}`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

function sendFile(response: ServerResponse, name: string, content: Uint8Array | undefined): void {
  const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css' };
  response.setHeader('Content-Type', types[path.extname(name)] ?? 'application/octet-stream');
  response.writeHead(content ? 200 : 404).end(content);
}

/** VS Code sets these on the root element, in addition to its fonts. */
function themeSheet(): string {
  return Object.entries(themes)
    .map(([name, colors]) => {
      const variables = Object.entries(colors).map(([key, color]) => `--vscode-${key}: ${color};`);
      return `html[data-theme='${name}'] { ${variables.join(' ')} ${fonts} }`;
    })
    .join('\n');
}

const fonts =
  '--vscode-font-family: "Segoe WPC", "Segoe UI", "Liberation Sans", sans-serif; --vscode-font-size: 13px;' +
  '--vscode-font-weight: normal; --vscode-editor-font-family: "Liberation Mono", monospace;';

function originOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return `http://127.0.0.1:${address.port}`;
}
