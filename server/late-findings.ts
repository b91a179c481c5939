import type { Diagnostic, Range, TextDocumentContentChangeEvent } from 'vscode-languageserver';
import type { Analyzer, FileContext, ParsedFile } from '../analysis/index.ts';
import type { Documents } from './documents.ts';
import { platform } from './platform/current.ts';
import type { Preparation } from './preparation.ts';
import { pause } from './timing.ts';
import { toDiagnostic } from './to-lsp.ts';
import { canonicalUri } from './uris.ts';

export interface LateFindingsOptions {
  readonly analyzer: () => Pick<Analyzer, 'earlyFindings' | 'findings' | 'isFollowed'>;
  readonly preparation: Pick<Preparation, 'values'>;
  readonly documents: Pick<Documents, 'file'>;
  /** Called when the findings of a file differ from those that were returned last. */
  readonly changed: (uri: string) => void;
  /** True if the editor requests findings only once. */
  readonly isFinal: boolean;
  /** The delay between an edit and following its values, in milliseconds. Another edit restarts the delay. */
  readonly quietMs: number;
}

/** In a shorter file, values are followed within milliseconds. Its findings then arrive together. */
const shortFile = 20_000;

/**
 * Returns findings before the values of secrets have been followed. Until then, the previous findings about values
 * remain, at their new positions, unless their lines were edited.
 */
export class LateFindings {
  readonly #options: LateFindingsOptions;
  /** The findings about values that were found last, by file. */
  readonly #kept = new Map<string, readonly Diagnostic[]>();
  readonly #edited = new Set<string>();

  constructor(options: LateFindingsOptions) {
    this.#options = options;
  }

  edited(uri: string, changes: readonly TextDocumentContentChangeEvent[]): void {
    const key = canonicalUri(uri);
    this.#edited.add(key);
    let kept = this.#kept.get(key) ?? [];
    for (const change of changes) kept = 'range' in change ? moved(kept, change.range, change.text) : [];
    this.#kept.set(key, kept);
  }

  closed(uri: string): void {
    this.#kept.delete(canonicalUri(uri));
    this.#edited.delete(canonicalUri(uri));
  }

  async in(uri: string, file: ParsedFile, context: FileContext): Promise<Diagnostic[]> {
    const { analyzer, isFinal } = this.#options;
    if (isFinal || file.text.length <= shortFile) await this.#follow(uri, file, context);
    if (isFinal || analyzer().isFollowed(file, context.project)) return this.#all(uri, file, context);
    const early = analyzer().earlyFindings(file, context).map(toDiagnostic);
    const found = inOrder([...early, ...(this.#kept.get(canonicalUri(uri)) ?? [])]);
    void this.#finish(uri, file, context, found);
    return found;
  }

  #follow(uri: string, file: ParsedFile, { project }: FileContext): Promise<void> {
    return this.#options.preparation.values(file, project, () => this.#isCurrent(uri, file));
  }

  #all(uri: string, file: ParsedFile, context: FileContext): Diagnostic[] {
    const found = this.#options.analyzer().findings(file, context);
    this.#kept.set(canonicalUri(uri), found.filter(({ late }) => late === true).map(toDiagnostic));
    return inOrder(found.map(toDiagnostic));
  }

  #isCurrent(uri: string, file: ParsedFile): boolean {
    return this.#options.documents.file(uri) === file;
  }

  async #finish(
    uri: string,
    file: ParsedFile,
    context: FileContext,
    before: readonly Diagnostic[],
  ): Promise<void> {
    // The early findings are sent first. While the user types, only names are found.
    if (this.#edited.has(canonicalUri(uri))) await pause(this.#options.quietMs);
    else await platform.nextTurn();
    if (!this.#isCurrent(uri, file)) return;
    await this.#follow(uri, file, context);
    if (!this.#isCurrent(uri, file)) return;
    const found = this.#all(uri, file, context);
    if (JSON.stringify(found) !== JSON.stringify(before)) this.#options.changed(uri);
  }
}

function inOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.toSorted(
    ({ range: one, code = '' }, { range: other, code: otherCode = '' }) =>
      one.start.line - other.start.line ||
      one.start.character - other.start.character ||
      String(code).localeCompare(String(otherCode)),
  );
}

/** The findings after an edit, without those whose lines were edited. */
function moved(
  diagnostics: readonly Diagnostic[],
  { start, end }: Range,
  text: string,
): readonly Diagnostic[] {
  const by = text.split(/\r\n?|\n/).length - 1 - (end.line - start.line);
  return diagnostics.flatMap((one) => {
    const { range } = one;
    if (range.end.line < start.line) return [one];
    if (range.start.line <= end.line) return [];
    return by === 0
      ? [one]
      : [{ ...one, range: { start: lower(range.start, by), end: lower(range.end, by) } }];
  });
}

function lower({ line, character }: Range['start'], by: number): Range['start'] {
  return { line: line + by, character };
}
