import * as vscode from 'vscode';

export interface PanelOptions {
  readonly extensionUri: vscode.Uri;
  /** Names the bundle in dist/webview/. */
  readonly script: 'create-secret' | 'edit-access';
  readonly title: string;
  /** Every message that the panel sends, unchecked. */
  readonly received: (message: unknown) => void;
  readonly closed: () => void;
}

/** A webview that may run one script and nothing else: no inline code, no network, no other files. */
export function openPanel(options: PanelOptions): vscode.WebviewPanel {
  const folder = vscode.Uri.joinPath(options.extensionUri, 'dist', 'webview');
  const panel = vscode.window.createWebviewPanel(
    `agentSecrets.${options.script}`,
    options.title,
    vscode.ViewColumn.Active,
    { enableScripts: true, localResourceRoots: [folder] },
  );
  panel.iconPath = vscode.Uri.joinPath(options.extensionUri, 'media', 'agent-secrets.svg');
  panel.webview.onDidReceiveMessage(options.received);
  panel.onDidDispose(options.closed);
  panel.webview.html = page(panel.webview, folder, options.script);
  return panel;
}

function page(webview: vscode.Webview, folder: vscode.Uri, script: string): string {
  const nonce = crypto.randomUUID().replaceAll('-', '');
  const uri = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(folder, file)).toString();
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${uri('codicon.css')}" id="vscode-codicon-stylesheet" nonce="${nonce}">
</head>
<body>
  <main id="app"></main>
  <script type="module" nonce="${nonce}" src="${uri(`${script}.js`)}"></script>
</body>
</html>`;
}
