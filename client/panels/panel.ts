import * as vscode from 'vscode';
import { answerOf } from './waiting.ts';

/** Bundles in dist/webview/. */
export const panelScripts = [
  'access-matrix',
  'create-secret',
  'edit-access',
  'edit-secret',
  'history',
  'rotate',
] as const;
export type PanelScript = (typeof panelScripts)[number];

export interface PanelOptions {
  readonly script: PanelScript;
  readonly title: string;
  /** Every message that the panel sends, unchecked. */
  readonly received: (message: unknown) => void;
  /** The tab that the editor kept over a reload of the window; without one, a new tab opens. */
  readonly tab?: vscode.WebviewPanel;
  /** Keeps the page while its tab is hidden. Only where a value may be typed: it stands in the page alone. */
  readonly retain?: boolean;
  /** Whether something was typed that would be lost with the tab. */
  readonly isUnsaved?: () => boolean;
  /** The tab is gone, whoever closed it. */
  readonly closed?: () => void;
  /** The person closed the tab; we did not. */
  readonly closedByPerson?: () => void;
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
  /** Subjects whose panel opens as soon as the vault has answered. */
  readonly #preparing = new Set<string>();
  /** Closed by us: nobody is asked about what they had typed. */
  readonly #closing = new WeakSet<vscode.WebviewPanel>();
  readonly #isUnsaved = new WeakMap<vscode.WebviewPanel, () => boolean>();
  /** How many people have gone: what was asked for one of them is shown to nobody. */
  #gone = 0;

  constructor(extensionUri: vscode.Uri) {
    this.#extensionUri = extensionUri;
  }

  /** Brings the subject's panel to the front as it was left; false when there is none. */
  reveal(subject: string): boolean {
    const panel = this.#open.get(subject);
    panel?.reveal();
    return panel !== undefined;
  }

  /**
   * What a new panel of the subject shows; `undefined` when the person calls it off, signs out, or has asked
   * for the same panel before and it is on its way. A tab that is there already waits in their place.
   */
  async prepare<T extends object>(
    subject: string,
    ask: () => Promise<T>,
    tab?: vscode.WebviewPanel,
  ): Promise<T | undefined> {
    const gone = this.#gone;
    const answer = tab ? await ask() : await this.#answer(subject, ask);
    if (gone === this.#gone) return answer;
    tab?.dispose();
    return undefined;
  }

  /** A panel of the same subject gives way. */
  open(subject: string, options: PanelOptions): Panel {
    this.#close(this.#open.get(subject));
    const panel = createPanel(this.#extensionUri, options);
    this.#open.set(subject, panel);
    if (options.isUnsaved) this.#isUnsaved.set(panel, options.isUnsaved);
    let closed = false;
    panel.onDidDispose(() => {
      closed = true;
      if (this.#open.get(subject) === panel) this.#open.delete(subject);
      options.closed?.();
      if (!this.#closing.has(panel)) options.closedByPerson?.();
    });
    return {
      post: async (message) => !closed && (await panel.webview.postMessage(message)),
      close: () => {
        if (!closed && panel.active) focusFollows();
        this.#close(panel);
      },
    };
  }

  /** Titles of the forms in which something was typed. */
  get unsaved(): readonly string[] {
    const panels = [...this.#open.values()].filter((panel) => this.#isUnsaved.get(panel)?.());
    return panels.map(({ title }) => title);
  }

  /** After a sign-out no form may go on with the key of the person before. */
  closeAll(): void {
    this.#gone += 1;
    for (const panel of this.#open.values()) this.#close(panel);
  }

  async #answer<T extends object>(subject: string, ask: () => Promise<T>): Promise<T | undefined> {
    if (this.#preparing.has(subject)) return undefined;
    this.#preparing.add(subject);
    try {
      return await answerOf(ask());
    } finally {
      this.#preparing.delete(subject);
    }
  }

  #close(panel: vscode.WebviewPanel | undefined): void {
    if (!panel) return;
    this.#closing.add(panel);
    panel.dispose();
  }
}

/** A tab that goes by itself leaves the focus nowhere; who types goes on in what was behind it. */
function focusFollows(): void {
  const { tabGroups } = vscode.window;
  const follow = ({ closed }: { readonly closed: readonly unknown[] }): void => {
    if (closed.length === 0) return;
    for (const subscription of subscriptions) subscription.dispose();
    void vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
  };
  const subscriptions = [tabGroups.onDidChangeTabs(follow), tabGroups.onDidChangeTabGroups(follow)];
}

/** A webview that may run one script and nothing else: no inline code, no network, no other files. */
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

/** What the editor calls the tabs of a panel. */
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

/** What a tab says that is there before the vault has answered. */
export function showLoading({ title, webview }: vscode.WebviewPanel): void {
  webview.html = `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'">
  <title>${escaped(title)}</title>
</head>
<body><p role="status">${escaped(vscode.l10n.t('Loading…'))}</p></body>
</html>`;
}

/** For an attribute in double quotes, or between tags. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
