import * as vscode from 'vscode';
import { confirmsDiscard } from './confirm.ts';
import { OpenPanels, type PanelLife } from './open-panels.ts';

/** The bundles in `dist/webview/`. */
export type PanelScript =
  | 'access-changes'
  | 'access-matrix'
  | 'audit'
  | 'create-secret'
  | 'edit-access'
  | 'edit-secret'
  | 'environments'
  | 'history'
  | 'import'
  | 'people'
  | 'rotate'
  | 'secret'
  | 'secrets';

export interface PanelOptions extends PanelLife {
  readonly script: PanelScript;
  readonly title: string;
  /** Called with every message that the panel sends; the messages are not validated. */
  readonly received: (message: unknown) => void;
  /** The tab to use, if the editor restored it after a window reload. Otherwise, a new tab opens. */
  readonly tab?: vscode.WebviewPanel;
  /**
   * Whether to keep the page while its tab is hidden. Only for panels with value inputs, because values exist
   * only in the page.
   */
  readonly retain?: boolean;
}

/** An open panel. The user can close it at any time; its methods do not fail after that. */
export interface Panel {
  /** Returns false if the message is not visible because the panel is closed or hidden. */
  post(message: object): Promise<boolean>;
  readonly visible: boolean;
  close(): void;
}

/** The open panels, one per subject. A secret's access list, for example, is a subject. */
export class Panels extends OpenPanels<vscode.WebviewPanel> {
  readonly #extensionUri: vscode.Uri;

  constructor(extensionUri: vscode.Uri) {
    super({ answerOf, mayDiscard: confirmsDiscard, pause });
    this.#extensionUri = extensionUri;
  }

  /** Replaces any panel of the same subject. */
  open(subject: string, options: PanelOptions): Panel {
    const panel = this.enter(subject, options, () => createPanel(this.#extensionUri, options));
    let closed = false;
    panel.onDidDispose(() => (closed = true));
    return {
      post: async (message) => !closed && (await panel.webview.postMessage(message)),
      get visible() {
        return !closed && panel.visible;
      },
      close: () => {
        if (!closed && panel.active) focusFollows();
        this.close(panel);
      },
    };
  }
}

/** When we close a tab, no editor has the focus, so the focus moves to the editor that becomes active. */
function focusFollows(): void {
  const { tabGroups } = vscode.window;
  const follow = ({ closed }: { readonly closed: readonly unknown[] }): void => {
    if (closed.length === 0) return;
    for (const subscription of subscriptions) subscription.dispose();
    void vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
  };
  const subscriptions = [tabGroups.onDidChangeTabs(follow), tabGroups.onDidChangeTabGroups(follow)];
}

/** A webview that can run only one script: no inline code, no network access, and no other files. */
function createPanel(extensionUri: vscode.Uri, options: PanelOptions): vscode.WebviewPanel {
  const folder = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
  const panel = options.tab ?? newTab(options);
  panel.webview.options = { enableScripts: true, localResourceRoots: [folder] };
  panel.title = options.title;
  panel.iconPath = {
    light: vscode.Uri.joinPath(extensionUri, 'media', 'panel', 'light.svg'),
    dark: vscode.Uri.joinPath(extensionUri, 'media', 'panel', 'dark.svg'),
  };
  panel.webview.onDidReceiveMessage(options.received);
  panel.webview.html = page(panel.webview, folder, options);
  return panel;
}

function newTab({ script, title, retain }: PanelOptions): vscode.WebviewPanel {
  return vscode.window.createWebviewPanel(viewTypeOf(script), title, vscode.ViewColumn.Active, {
    retainContextWhenHidden: retain ?? false,
  });
}

/** The editor's identifier for a panel's tabs. */
export function viewTypeOf(script: string): string {
  return `agentSecrets.${script}`;
}

function page(webview: vscode.Webview, folder: vscode.Uri, { script, title }: PanelOptions): string {
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
  <title>${escaped(title)}</title>
  <link rel="stylesheet" href="${uri('codicon.css')}" id="vscode-codicon-stylesheet" nonce="${nonce}">
</head>
<body>
  <main id="app" data-words="${escaped(JSON.stringify(vscode.l10n.bundle ?? {}))}"></main>
  <script type="module" nonce="${nonce}" src="${uri(`${script}.js`)}"></script>
</body>
</html>`;
}

/** Shows a sentence in a tab that exists before the vault has responded. */
export function showSentence({ title, webview }: vscode.WebviewPanel, sentence: string): void {
  webview.html = `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'">
  <title>${escaped(title)}</title>
</head>
<body><p role="status">${escaped(sentence)}</p></body>
</html>`;
}

/** Escapes text for an attribute in double quotes, or for element content. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

/** How long to wait before showing progress, in milliseconds. */
const unnoticed = 1_000;

/** The response; `undefined` if the user cancels the wait. */
async function answerOf<T extends object>(question: Promise<T>): Promise<T | undefined> {
  const early = await Promise.race([question, pause(unnoticed)]);
  if (early) return early;
  const location = vscode.ProgressLocation.Notification;
  const title = vscode.l10n.t('Waiting for the vault…');
  return vscode.window.withProgress({ location, title, cancellable: true }, (_progress, cancellation) =>
    Promise.race([question, cancelled(cancellation)]),
  );
}

function pause(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds, undefined));
}

function cancelled(cancellation: vscode.CancellationToken): Promise<undefined> {
  return new Promise((resolve) => cancellation.onCancellationRequested(() => resolve(undefined)));
}
