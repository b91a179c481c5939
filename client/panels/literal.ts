import * as vscode from 'vscode';
import type { Place } from '../../contracts/lsp-messages.ts';
import type { SecretValue } from '../../contracts/vault-api/secrets.ts';
import { missingImportOfOs } from '../python-import-model.ts';
import type { SnippetSubject } from '../snippet-model.ts';
import { type Literal, literalAt, type LiteralProblem, readingOf } from './literal-model.ts';

/** A literal of an open document on its way into the vault. Its text goes to the vault and nowhere else. */
export class HeldLiteral {
  readonly #document: vscode.TextDocument;
  readonly #literal: Literal;
  readonly #start: number;
  /** As it was written, to be found again. */
  readonly #written: string;

  private constructor(document: vscode.TextDocument, literal: Literal) {
    this.#document = document;
    this.#literal = literal;
    this.#start = literal.parts[0]?.start ?? 0;
    this.#written = document.getText().slice(this.#start, literal.parts.at(-1)?.end);
  }

  static async at({ uri, range }: Place): Promise<HeldLiteral | LiteralProblem> {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
    const { start, end } = range;
    const literal = literalAt({
      text: document.getText(),
      languageId: document.languageId,
      start: document.offsetAt(new vscode.Position(start.line, start.character)),
      end: document.offsetAt(new vscode.Position(end.line, end.character)),
    });
    return typeof literal === 'string' ? literal : new HeldLiteral(document, literal);
  }

  /** Whether a secret of the agent can be read there. */
  get seesConversation(): boolean {
    return this.#literal.seesConversation;
  }

  /** Names of the fields when it is several texts; empty for one. */
  get fields(): readonly string[] {
    return this.#literal.parts.flatMap(({ field }) => field ?? []);
  }

  get value(): SecretValue {
    const { parts } = this.#literal;
    if (this.fields.length === 0) return parts[0]?.value ?? '';
    return Object.fromEntries(parts.map(({ field = '', value }) => [field, value]));
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

  /** Whether the text is still where it was, or at one other place only. */
  isThere(): boolean {
    return this.#found() !== undefined;
  }

  /** One edit, with the import that the reading needs, undone with one step; false when the text is gone. */
  async replace(subject: SnippetSubject): Promise<boolean> {
    const found = this.#found();
    if (found === undefined) return false;
    const { uri } = this.#document;
    const { language, parts } = this.#literal;
    const edit = new vscode.WorkspaceEdit();
    for (const part of parts) {
      const range = this.#range(part.start + found - this.#start, part.end + found - this.#start);
      edit.replace(uri, range, readingOf(part, subject, language));
    }
    const needsOs = subject.dialect === 'environment' && language === 'python';
    const missing = needsOs ? missingImportOfOs(this.#document.getText()) : undefined;
    if (missing) edit.insert(uri, this.#document.positionAt(missing.offset), missing.line);
    return vscode.workspace.applyEdit(edit);
  }

  #found(): number | undefined {
    const text = this.#document.getText();
    if (text.startsWith(this.#written, this.#start)) return this.#start;
    const found = text.indexOf(this.#written);
    return found < 0 || text.includes(this.#written, found + 1) ? undefined : found;
  }

  #range(start: number, end: number): vscode.Range {
    return new vscode.Range(this.#document.positionAt(start), this.#document.positionAt(end));
  }
}

/** Why nothing was stored. */
export function goneText(): string {
  return vscode.l10n.t('The selected text has changed or is gone. Nothing was stored; select it again.');
}

/** What is left to do when the text changed at the last moment. */
export function leftText(name: string): string {
  return vscode.l10n.t(
    '“{0}” is in the vault, but the code has changed meanwhile: put the code that reads it there yourself.',
    name,
  );
}
