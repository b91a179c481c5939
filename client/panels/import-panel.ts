import * as vscode from 'vscode';
import {
  type FromImportPanel,
  type ImportDraft,
  isFromImportPanel,
  type ToImportPanel,
} from '../../contracts/import-messages.ts';
import { formatOf, readSecretFile, type SecretFile } from '../../contracts/secret-file/read-secret-file.ts';
import { limits } from '../../contracts/secret.ts';
import type { NewSecret } from '../../contracts/vault-api/secrets.ts';
import { VaultError } from '../../vault-client/index.ts';
import { CoalescedTask } from '../common/coalesced-task.ts';
import { translate } from '../common/translate.ts';
import { type AccountLists, accountLists, listsFollow } from './account-lists.ts';
import { hasImportInput } from './drafts.ts';
import { FormPanel } from './form-panel.ts';
import { messageOf, type PanelParts } from './panel-parts.ts';
import { StoredDraft } from './stored-drafts.ts';

export interface ImportOptions {
  readonly file: vscode.Uri;
  /** Identifies the form if it is restored. */
  readonly form?: string;
  readonly draft?: ImportDraft;
  /** The tab to use, if the editor restored it after a window reload. */
  readonly tab?: vscode.WebviewPanel;
}

/** Reads the file, which can have changed since an earlier panel. @throws VaultError */
export async function showImportPanel(parts: PanelParts, options: ImportOptions): Promise<void> {
  const { file, tab } = options;
  const subject = `import ${file.toString()}`;
  const lists = await parts.panels.prepare(subject, () => accountLists(parts), tab);
  if (lists) new ImportPanel(parts, options, lists, (await readFile(file)) ?? notRead()).open(subject);
}

/** What is in an editor counts, saved or not. */
async function readFile(file: vscode.Uri): Promise<SecretFile | undefined> {
  const shown = vscode.workspace.textDocuments.find((document) => isFile(document.uri, file));
  const text = shown?.getText() ?? (await textOf(file));
  return text === undefined ? undefined : readSecretFile(text, formatOf(file.path, text));
}

function isFile(uri: vscode.Uri, file: vscode.Uri): boolean {
  return uri.toString() === file.toString();
}

function notRead(): SecretFile {
  const text = vscode.l10n.t('The file cannot be read as text in UTF-8.');
  return { secrets: [], problems: [{ text, holes: {} }] };
}

/** Calls back when the file changes, in an editor or elsewhere. */
function watched(file: vscode.Uri, changed: () => void): readonly vscode.Disposable[] {
  const isThis = (uri: vscode.Uri): void => {
    if (isFile(uri, file)) changed();
  };
  // A pattern would misread a file name that contains brackets.
  const watcher = vscode.workspace.createFileSystemWatcher(
    new vscode.RelativePattern(vscode.Uri.joinPath(file, '..'), '*'),
  );
  return [
    vscode.workspace.onDidChangeTextDocument(({ document }) => isThis(document.uri)),
    watcher,
    watcher.onDidChange(isThis),
    watcher.onDidCreate(isThis),
  ];
}

async function textOf(file: vscode.Uri): Promise<string | undefined> {
  try {
    const { size } = await vscode.workspace.fs.stat(file);
    // The reader reports it, without the whole file.
    if (size > limits.importBytes) return ' '.repeat(limits.importBytes + 1);
    return new TextDecoder('utf-8', { fatal: true }).decode(await vscode.workspace.fs.readFile(file));
  } catch {
    return undefined;
  }
}

class ImportPanel extends FormPanel<FromImportPanel, ToImportPanel> {
  readonly #file: vscode.Uri;
  readonly #form: string;
  readonly #stored: StoredDraft;
  readonly #tab: vscode.WebviewPanel | undefined;
  #draft: ImportDraft | undefined;
  #lists: AccountLists;
  #content: SecretFile;
  /** Counts how often the file was read: the page's rows are positions in one reading. */
  #revision = 0;
  #isImporting = false;
  readonly #following = new CoalescedTask(() => this.#follow());

  constructor(parts: PanelParts, options: ImportOptions, lists: AccountLists, content: SecretFile) {
    super(parts);
    this.#file = options.file;
    this.#form = options.form ?? crypto.randomUUID();
    this.#stored = new StoredDraft(parts.memory, this.#form);
    this.#tab = options.tab;
    this.#draft = options.draft;
    this.#lists = lists;
    this.#content = content;
  }

  open(subject: string): void {
    const follow = (): void => void this.#following.rerun();
    this.show({
      subject,
      script: 'import',
      title: vscode.l10n.t('Import Secrets'),
      tab: this.#tab,
      retain: true,
      accepts: isFromImportPanel,
      following: [
        { dispose: () => this.#stored.forget() },
        ...watched(this.#file, follow),
        this.parts.session.onDidReceive(({ type }) => {
          if (listsFollow.has(type)) follow();
        }),
      ],
    });
  }

  protected async receive(message: FromImportPanel): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.#showFile();
      case 'draft':
        this.#draft = message.draft;
        this.#stored.keep(message.draft);
        return;
      case 'show-line':
        return this.#showLine(message.line);
      case 'import':
        return this.#import(message);
      case 'cancel':
        return this.cancel();
    }
  }

  #showFile(): Promise<void> {
    const rows = this.#content.secrets.map(({ name, value, description = '', line }) => {
      const fields = typeof value === 'string' ? [] : Object.keys(value);
      return { name, fields, description, line };
    });
    const problems = this.#content.problems
      .map((problem) => {
        const { line } = problem.holes;
        return { text: translate(problem), ...(typeof line === 'number' && { line }) };
      })
      .toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0));
    return this.post({
      type: 'open',
      file: this.label,
      uri: this.#file.toString(),
      form: this.#form,
      revision: this.#revision,
      rows,
      problems,
      ...this.#lists,
      draft: this.#draft,
    });
  }

  /** The names of a running import must not be taken for someone else's. */
  async #follow(): Promise<void> {
    if (this.#isImporting) return;
    // The user did not request this, so it must not prompt for a sign-in.
    const isReady = this.parts.session.state.kind === 'ready';
    const [content, lists] = await Promise.all([
      readFile(this.#file),
      isReady ? accountLists(this.parts).catch(() => this.#lists) : this.#lists,
    ]);
    if (this.#isImporting) return;
    this.#lists = lists;
    if (content) this.#content = content;
    this.#revision += 1;
    await this.#showFile();
  }

  async #showLine(line: number): Promise<void> {
    const selection = new vscode.Range(line - 1, 0, line - 1, 0);
    await vscode.window.showTextDocument(this.#file, { selection, viewColumn: vscode.ViewColumn.Beside });
  }

  async #import({ revision, secrets: chosen, agentIds }: ToImport): Promise<void> {
    if (revision !== this.#revision) {
      const message = vscode.l10n.t(
        'The file or the account has changed. Check the list, then import again.',
      );
      return this.post({ type: 'failed', message, refused: [] });
    }
    const { vault, accountId, session } = this.parts;
    const secrets = chosen.flatMap(({ row, name }): readonly NewSecret[] => {
      const secret = this.#content.secrets[row];
      if (!secret) return [];
      const { kind, value, description = '' } = secret;
      return [{ name, kind, value: copyOf(value), description, agentIds: [...agentIds] }];
    });
    this.#isImporting = true;
    try {
      await vault.importSecrets(accountId, { secrets });
    } catch (error) {
      this.#isImporting = false;
      await this.post({ type: 'failed', ...failureOf(error, chosen) });
      return this.#following.rerun();
    }
    session.changed();
    this.close();
    const leftOut = this.#content.secrets.length + this.#content.problems.length - secrets.length;
    const text = vscode.l10n.t(
      'Secrets created: {0}; left out: {1}. {2} still contains the values. Delete it when you no longer need it.',
      secrets.length,
      leftOut,
      this.label,
    );
    void vscode.window.showInformationMessage(text);
  }

  protected get label(): string {
    return vscode.workspace.asRelativePath(this.#file);
  }

  protected get isUnsaved(): boolean {
    return hasImportInput(this.#draft);
  }

  protected reopen(): Promise<void> {
    return showImportPanel(this.parts, { file: this.#file, ...(this.#draft && { draft: this.#draft }) });
  }
}

type ToImport = Extract<FromImportPanel, { type: 'import' }>;

function copyOf(value: SecretFile['secrets'][number]['value']): NewSecret['value'] {
  return typeof value === 'string' ? value : { ...value };
}

function failureOf(error: unknown, chosen: ToImport['secrets']) {
  const entries = error instanceof VaultError ? error.entries : [];
  return {
    message: messageOf(error, vscode.l10n.t('The secrets could not be created.')),
    refused: entries.flatMap(({ index, code, detail }) => {
      const row = chosen[index]?.row;
      const problem =
        code === 'NameTaken'
          ? vscode.l10n.t('A secret with this name already exists. Choose another name.')
          : detail;
      return row === undefined ? [] : [{ row, problem }];
    }),
  };
}
