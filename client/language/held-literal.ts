import * as vscode from 'vscode';
import type { LiteralProblem, MovableLiteral, Place } from '../../contracts/lsp-messages.ts';
import type { SecretValue } from '../../contracts/vault-api/secrets.ts';
import { toRange } from '../common/show-places.ts';
import { missingImportOfOs } from '../snippets/python-import.ts';
import type { SnippetSubject } from '../snippets/snippet.ts';
import type { SecretsLanguageClient } from './language-client.ts';
import { isSameLiteral, type LiteralValue, offsetNow, readingOf, valuesOf } from './literal-text.ts';

/**
 * A literal in an open document that is being moved to the vault. Its contents are sent to the vault and
 * nowhere else.
 */
export class HeldLiteral {
  readonly #document: vscode.TextDocument;
  readonly #languageClient: SecretsLanguageClient;
  readonly #found: Found;

  private constructor(document: vscode.TextDocument, languageClient: SecretsLanguageClient, found: Found) {
    this.#document = document;
    this.#languageClient = languageClient;
    this.#found = found;
  }

  static async at(
    { uri, range }: Place,
    languageClient: SecretsLanguageClient,
  ): Promise<HeldLiteral | LiteralProblem> {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
    const found = await findAt(document, languageClient, toRange(range));
    return typeof found === 'string' ? found : new HeldLiteral(document, languageClient, found);
  }

  /** Whether an agent secret can be read there. */
  get seesConversation(): boolean {
    return this.#found.literal.seesConversation;
  }

  /** The field names of a key/value secret; empty for a single value. */
  get fields(): readonly string[] {
    return this.#found.values.flatMap(({ field }) => field || []);
  }

  get value(): SecretValue {
    const { values } = this.#found;
    if (this.fields.length === 0) return values[0]?.value ?? '';
    return Object.fromEntries(values.map(({ field, value }) => [field, value]));
  }

  /** `functions/start.py:12` */
  get place(): string {
    return `${vscode.workspace.asRelativePath(this.#document.uri)}:${this.#found.replaced.start.line + 1}`;
  }

  /** The code before the literal on the same line, which suggests a name for the value. */
  get lineBefore(): string {
    return this.#found.lineBefore;
  }

  /**
   * Whether the text is still at its old position, or at exactly one other position, in code that can read
   * the secret.
   */
  async isThere(): Promise<boolean> {
    return (await this.#again()) !== undefined;
  }

  /**
   * Replaces the literal in a single edit and undo step, including the import that the code needs. Returns
   * false if the text is gone.
   */
  async replace(subject: SnippetSubject): Promise<boolean> {
    const literal = await this.#again();
    if (literal === undefined) return false;
    const { language, parts } = literal;
    const edit = new vscode.WorkspaceEdit();
    const { uri } = this.#document;
    for (const part of parts) {
      const read = readingOf(part, subject, language, (range) => this.#document.getText(toRange(range)));
      edit.replace(uri, toRange(part.range), read);
    }
    const needsOs = subject.dialect === 'environment' && language === 'python';
    const missing = needsOs ? missingImportOfOs(this.#document.getText()) : undefined;
    if (missing) edit.insert(uri, this.#document.positionAt(missing.offset), missing.line);
    return vscode.workspace.applyEdit(edit);
  }

  /** The literal in the current document. */
  async #again(): Promise<MovableLiteral | undefined> {
    const document = this.#document;
    const { start, written, selected } = this.#found;
    const offset = offsetNow(written, document.getText(), start);
    if (offset === undefined) return undefined;
    const moved = (at: number): vscode.Position => document.positionAt(at + offset - start);
    const now = await findAt(
      document,
      this.#languageClient,
      new vscode.Range(moved(selected.start), moved(selected.end)),
    );
    if (typeof now === 'string') return undefined;
    const { seesConversation } = this;
    const isSame = isSameLiteral(
      { seesConversation, values: this.#found.values },
      { seesConversation: now.literal.seesConversation, values: now.values },
    );
    return isSame ? now.literal : undefined;
  }
}

/** A literal and its contents in the document. */
interface Found {
  readonly literal: MovableLiteral;
  readonly values: readonly LiteralValue[];
  /** Offsets of the selection. */
  readonly selected: { readonly start: number; readonly end: number };
  /** Ranges from the start of the first part to the end of the last one. */
  readonly replaced: vscode.Range;
  readonly start: number;
  readonly written: string;
  readonly lineBefore: string;
}

async function findAt(
  document: vscode.TextDocument,
  languageClient: SecretsLanguageClient,
  range: vscode.Range,
): Promise<Found | LiteralProblem> {
  const literal = await languageClient.literal(document.uri, range);
  if ('problem' in literal) return literal.problem;
  const [first, last] = [literal.parts[0], literal.parts.at(-1)];
  // The ranges are invalid if they refer to an older version of the document.
  if (!first || !last || literal.version !== document.version) return 'no-literal';
  const replaced = new vscode.Range(toRange(first.range).start, toRange(last.range).end);
  return {
    literal,
    values: valuesOf(literal, (part) => document.getText(toRange(part))),
    selected: { start: document.offsetAt(range.start), end: document.offsetAt(range.end) },
    replaced,
    start: document.offsetAt(replaced.start),
    written: document.getText(replaced),
    lineBefore: document.lineAt(replaced.start.line).text.slice(0, replaced.start.character),
  };
}

/** Explains why nothing was stored. */
export function goneText(): string {
  return vscode.l10n.t('The selected text was changed or removed. Nothing was stored. Select it again.');
}

/** Explains the remaining step if the text changed at the last moment. */
export function leftText(name: string): string {
  return vscode.l10n.t(
    '"{0}" is stored in the vault, but the code has changed in the meantime. Insert the code that reads it yourself.',
    name,
  );
}
