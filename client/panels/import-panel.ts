import * as vscode from 'vscode';
import {
  type FromImportPanel,
  isFromImportPanel,
  type ToImportPanel,
} from '../../contracts/import-messages.ts';
import { formatOf, readSecretFile, type SecretFile } from '../../contracts/secret-file/read-secret-file.ts';
import { limits } from '../../contracts/secret.ts';
import type { NewSecret } from '../../contracts/vault-api/secrets.ts';
import { VaultError } from '../../vault-client/index.ts';
import { translate } from '../common/translate.ts';
import { FormPanel } from './form-panel.ts';
import { agentsByName, messageOf, type PanelParts } from './panel-parts.ts';

export interface ImportOptions {
  readonly file: vscode.Uri;
  /** The tab to use, if the editor restored it after a window reload. */
  readonly tab?: vscode.WebviewPanel;
}

/** Reads the file, which can have changed since an earlier panel. @throws VaultError */
export async function showImportPanel(parts: PanelParts, { file, tab }: ImportOptions): Promise<void> {
  const subject = `import ${file.toString()}`;
  const found = await parts.panels.prepare(subject, () => findAll(parts, file), tab);
  if (found) new ImportPanel(parts, file, found).open(subject, tab);
}

type Found = Awaited<ReturnType<typeof findAll>>;

async function findAll(parts: PanelParts, file: vscode.Uri) {
  const { vault, accountId } = parts;
  const [content, agents, secrets] = await Promise.all([
    readFile(file),
    agentsByName(parts),
    vault.secrets(accountId, { includeDeleted: true }),
  ]);
  const namesIf = (isDeleted: boolean): readonly string[] =>
    secrets.filter(({ deletedAt }) => (deletedAt !== undefined) === isDeleted).map(({ name }) => name);
  return { content, agents, takenNames: namesIf(false), deletedNames: namesIf(true) };
}

/** What is in an editor counts, saved or not. */
async function readFile(file: vscode.Uri): Promise<SecretFile> {
  const shown = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === file.toString());
  const text = shown?.getText() ?? (await textOf(file));
  if (text !== undefined) return readSecretFile(text, formatOf(file.path, text));
  const problem = { text: vscode.l10n.t('The file cannot be read as text in UTF-8.'), holes: {} };
  return { secrets: [], problems: [problem] };
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
  readonly #found: Found;

  constructor(parts: PanelParts, file: vscode.Uri, found: Found) {
    super(parts);
    this.#file = file;
    this.#found = found;
  }

  open(subject: string, tab: vscode.WebviewPanel | undefined): void {
    const title = vscode.l10n.t('Import Secrets');
    this.show({ subject, script: 'import', title, tab, retain: true, accepts: isFromImportPanel });
  }

  protected async receive(message: FromImportPanel): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.#showFile();
      case 'show-line':
        return this.#showLine(message.line);
      case 'import':
        return this.#import(message);
      case 'cancel':
        return this.cancel();
    }
  }

  #showFile(): Promise<void> {
    const { content, ...lists } = this.#found;
    const rows = content.secrets.map(({ name, value, description = '', line }) => {
      const fields = typeof value === 'string' ? [] : Object.keys(value);
      return { name, fields, description, line };
    });
    const problems = content.problems.map((problem) => translate(problem));
    return this.post({
      type: 'open',
      file: this.label,
      uri: this.#file.toString(),
      rows,
      problems,
      ...lists,
    });
  }

  async #showLine(line: number): Promise<void> {
    const selection = new vscode.Range(line - 1, 0, line - 1, 0);
    await vscode.window.showTextDocument(this.#file, { selection, viewColumn: vscode.ViewColumn.Beside });
  }

  async #import({ secrets: chosen, agentIds }: ToImport): Promise<void> {
    const { vault, accountId, session } = this.parts;
    const secrets = chosen.flatMap(({ row, name }): readonly NewSecret[] => {
      const secret = this.#found.content.secrets[row];
      if (!secret) return [];
      const { kind, value, description = '' } = secret;
      return [{ name, kind, value: copyOf(value), description, agentIds: [...agentIds] }];
    });
    try {
      await vault.importSecrets(accountId, { secrets });
    } catch (error) {
      return this.post({ type: 'failed', ...failureOf(error, chosen) });
    }
    session.changed();
    this.close();
    const text = vscode.l10n.t(
      'Secrets created: {0}. {1} still contains the values. Delete it when nothing needs it anymore.',
      secrets.length,
      this.label,
    );
    void vscode.window.showInformationMessage(text);
  }

  protected get label(): string {
    return vscode.workspace.asRelativePath(this.#file);
  }

  /** The file still has everything that the form had, except for changed names. */
  protected get isUnsaved(): boolean {
    return false;
  }

  protected reopen(): Promise<void> {
    return showImportPanel(this.parts, { file: this.#file });
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
