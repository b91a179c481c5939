import * as vscode from 'vscode';

export interface PanelOptions {
  /** Names the bundle in dist/webview/. */
  readonly script: 'create-secret' | 'edit-access';
  readonly title: string;
  /** Every message that the panel sends, unchecked. */
  readonly received: (message: unknown) => void;
}

/** An open panel; it may be closed by the person at any time, and then nothing of this fails. */
export interface Panel {
  /** False when nobody sees the message: the panel is closed or behind another tab. */
  post(message: object): Promise<boolean>;
  close(): void;
}

/** The panels that are open: one for each subject, such as one secret's access list. */
export class Panels {
  readonly #extensionUri: vscode.Uri;
  readonly #open = new Map<string, vscode.WebviewPanel>();

  constructor(extensionUri: vscode.Uri) {
    this.#extensionUri = extensionUri;
  }

  /** Brings the subject's panel to the front as it was left; false when there is none. */
  reveal(subject: string): boolean {
    const panel = this.#open.get(subject);
    panel?.reveal();
    return panel !== undefined;
  }

  /** A panel of the same subject gives way. */
  open(subject: string, options: PanelOptions): Panel {
    this.#open.get(subject)?.dispose();
    const panel = createPanel(this.#extensionUri, options);
    this.#open.set(subject, panel);
    let closed = false;
    panel.onDidDispose(() => {
      closed = true;
      if (this.#open.get(subject) === panel) this.#open.delete(subject);
    });
    return {
      post: async (message) => !closed && (await panel.webview.postMessage(message)),
      close: () => {
        panel.dispose();
      },
    };
  }

  /** After a sign-out no form may go on with the key of the person before. */
  closeAll(): void {
    for (const panel of this.#open.values()) panel.dispose();
  }
}

/** A webview that may run one script and nothing else: no inline code, no network, no other files. */
function createPanel(extensionUri: vscode.Uri, options: PanelOptions): vscode.WebviewPanel {
  const folder = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
  const panel = vscode.window.createWebviewPanel(
    `agentSecrets.${options.script}`,
    options.title,
    vscode.ViewColumn.Active,
    { enableScripts: true, localResourceRoots: [folder] },
  );
  panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'agent-secrets.svg');
  panel.webview.onDidReceiveMessage(options.received);
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
  <main id="app" data-words="${escaped(JSON.stringify(vscode.l10n.bundle ?? {}))}"></main>
  <script type="module" nonce="${nonce}" src="${uri(`${script}.js`)}"></script>
</body>
</html>`;
}

/** For an attribute in double quotes. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
}
