import * as vscode from 'vscode';
import type { Place } from '../../contracts/lsp-messages.ts';
import type { SecretValue } from '../../contracts/vault-api/secrets.ts';
import { missingImportOfOs } from '../snippets/python-import-model.ts';
import type { SnippetSubject } from '../snippets/snippet-model.ts';
import { type FoundLiteral, literalAgain } from './literal-again-model.ts';
import { type Literal, literalAt, type LiteralProblem, readingOf } from './literal-model.ts';

/** A literal of an open document on its way into the vault. Its text goes to the vault and nowhere else. */
export class HeldLiteral {
  readonly #document: vscode.TextDocument;
  readonly #found: FoundLiteral;

  private constructor(document: vscode.TextDocument, found: FoundLiteral) {
    this.#document = document;
    this.#found = found;
  }

  static async at({ uri, range }: Place): Promise<HeldLiteral | LiteralProblem> {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
    const { start, end } = range;
    const selected = {
      text: document.getText(),
      languageId: document.languageId,
      start: document.offsetAt(new vscode.Position(start.line, start.character)),
      end: document.offsetAt(new vscode.Position(end.line, end.character)),
    };
    const literal = literalAt(selected);
    return typeof literal === 'string' ? literal : new HeldLiteral(document, { selected, literal });
  }

  /** Whether a secret of the agent can be read there. */
  get seesConversation(): boolean {
    return this.#found.literal.seesConversation;
  }

  /** Names of the fields when it is several texts; empty for one. */
  get fields(): readonly string[] {
    return this.#found.literal.parts.flatMap(({ field }) => field ?? []);
  }

  get value(): SecretValue {
    const { parts } = this.#found.literal;
    if (this.fields.length === 0) return parts[0]?.value ?? '';
    return Object.fromEntries(parts.map(({ field = '', value }) => [field, value]));
  }

  get #start(): number {
    return this.#found.literal.parts[0]?.start ?? 0;
  }

  /** `functions/start.py:12` */
  get place(): string {
    const line = this.#document.positionAt(this.#start).line + 1;
    return `${vscode.workspace.asRelativePath(this.#document.uri)}:${line}`;
  }

  /** The code that stands before it on its line: it says what the value is called. */
  get lineBefore(): string {
    const { line, character } = this.#document.positionAt(this.#start);
    return this.#document.lineAt(line).text.slice(0, character);
  }

  /** Whether the text is still where it was, or at one other place only, in code that can read it. */
  isThere(): boolean {
    return this.#again() !== undefined;
  }

  /** One edit, with the import that the reading needs, undone with one step; false when the text is gone. */
  async replace(subject: SnippetSubject): Promise<boolean> {
    const literal = this.#again();
    if (literal === undefined) return false;
    const { uri } = this.#document;
    const { language, parts } = literal;
    const edit = new vscode.WorkspaceEdit();
    for (const part of parts) {
      const range = this.#range(part.start, part.end);
      edit.replace(uri, range, readingOf(part, subject, language));
    }
    const needsOs = subject.dialect === 'environment' && language === 'python';
    const missing = needsOs ? missingImportOfOs(this.#document.getText()) : undefined;
    if (missing) edit.insert(uri, this.#document.positionAt(missing.offset), missing.line);
    return vscode.workspace.applyEdit(edit);
  }

  #again(): Literal | undefined {
    return literalAgain(this.#found, this.#document.getText());
  }

  #range(start: number, end: number): vscode.Range {
    return new vscode.Range(this.#document.positionAt(start), this.#document.positionAt(end));
  }
}

/** Why nothing was stored. */
export function goneText(): string {
  return vscode.l10n.t('The selected text was changed or removed. Nothing was stored. Select it again.');
}

/** What is left to do when the text changed at the last moment. */
export function leftText(name: string): string {
  return vscode.l10n.t(
    '"{0}" is stored in the vault, but the code has changed in the meantime. Insert the code that reads it yourself.',
    name,
  );
}
