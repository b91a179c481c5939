import * as vscode from 'vscode';
import type { Place } from '../../contracts/lsp-messages.ts';
import { type Literal, literalAt, type LiteralProblem, readingOf } from './literal-model.ts';

/** A literal of an open document on its way into the vault. Its text goes to the vault and nowhere else. */
export class HeldLiteral {
  readonly #document: vscode.TextDocument;
  readonly #literal: Literal;
  /** As it was written, to be found again. */
  readonly #written: string;

  private constructor(document: vscode.TextDocument, literal: Literal) {
    this.#document = document;
    this.#literal = literal;
    this.#written = document.getText().slice(literal.start, literal.end);
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

  get value(): string {
    return this.#literal.value;
  }

  /** `functions/start.py:12` */
  get place(): string {
    const line = this.#document.positionAt(this.#literal.start).line + 1;
    return `${vscode.workspace.asRelativePath(this.#document.uri)}:${line}`;
  }

  /** The code that stands before it on its line: it says what the value is called. */
  get lineBefore(): string {
    const { line, character } = this.#document.positionAt(this.#literal.start);
    return this.#document.lineAt(line).text.slice(0, character);
  }

  /** Whether the text is still where it was, or at one other place only. */
  isThere(): boolean {
    return this.#range() !== undefined;
  }

  /** One edit, undone with one step; false when the text is gone. */
  async replace(name: string): Promise<boolean> {
    const range = this.#range();
    if (!range) return false;
    const edit = new vscode.WorkspaceEdit();
    edit.replace(this.#document.uri, range, readingOf(this.#literal, name, this.#document.languageId));
    return vscode.workspace.applyEdit(edit);
  }

  #range(): vscode.Range | undefined {
    const text = this.#document.getText();
    const isSame = text.startsWith(this.#written, this.#literal.start);
    const start = isSame ? this.#literal.start : text.indexOf(this.#written);
    if (start < 0 || (!isSame && text.includes(this.#written, start + 1))) return undefined;
    const end = start + this.#written.length;
    return new vscode.Range(this.#document.positionAt(start), this.#document.positionAt(end));
  }
}
