import { TextDocument } from 'vscode-languageserver-textdocument';
import type {
  DidChangeTextDocumentParams,
  TextDocumentContentChangeEvent,
  TextDocumentItem,
} from 'vscode-languageserver';
import { type Analyzer, isGenerated, type ParsedFile, type TextChange } from '../analysis/index.ts';
import { largestFile } from './platform/files.ts';
import type { Log } from './log.ts';
import { canonicalUri, displayPath } from './uris.ts';

/**
 * The documents open in the editor. Edits are queued until the file is requested, so that the analysis parses
 * only what changed, and only when needed.
 */
export class Documents {
  readonly #open = new Map<string, OpenDocument>();
  readonly #log: Log;
  #analyzer: Analyzer;

  constructor(analyzer: Analyzer, log: Log) {
    this.#analyzer = analyzer;
    this.#log = log;
  }

  open(item: TextDocumentItem): void {
    const text = TextDocument.create(item.uri, item.languageId, item.version, item.text);
    const document: OpenDocument = { text, parsed: undefined, pending: [] };
    this.#open.set(canonicalUri(item.uri), document);
    if (isTooLarge(document)) {
      this.#log.info(`${displayPath(item.uri)} is larger than 5 MB and is not analysed.`);
    }
  }

  change({ textDocument, contentChanges }: DidChangeTextDocumentParams): void {
    const document = this.#open.get(canonicalUri(textDocument.uri));
    if (document === undefined) return;
    for (const change of contentChanges) apply(document, change, textDocument.version);
  }

  close(uri: string): void {
    this.#open.delete(canonicalUri(uri));
  }

  /** The current text; absent if the file is not open here, is generated, or is too large. */
  file(uri: string): ParsedFile | undefined {
    const key = canonicalUri(uri);
    const document = this.#open.get(key);
    if (document === undefined || isGenerated(key) || isTooLarge(document)) return undefined;
    return (document.parsed = parseNow(this.#analyzer, key, document));
  }

  /** The editor's version number of the open document. */
  version(uri: string): number | undefined {
    return this.#open.get(canonicalUri(uri))?.text.version;
  }

  isOpen(uri: string): boolean {
    return this.#open.has(canonicalUri(uri));
  }

  /** As the editor spells them. */
  uris(): readonly string[] {
    return [...this.#open.values()].map(({ text }) => text.uri);
  }

  /** Parses files with this analyzer from now on. */
  useAnalyzer(analyzer: Analyzer): void {
    this.#analyzer = analyzer;
    for (const document of this.#open.values()) forget(document);
  }
}

interface OpenDocument {
  readonly text: TextDocument;
  /** The text when it was last requested; applying `pending` gives the current text. */
  parsed: ParsedFile | undefined;
  pending: TextChange[];
}

/** If more edits than this are queued, parsing from scratch is cheaper than replaying them. */
const mostPendingChanges = 500;

function apply(document: OpenDocument, change: TextDocumentContentChangeEvent, version: number): void {
  if (!('range' in change) || document.pending.length >= mostPendingChanges) forget(document);
  else if (document.parsed !== undefined) document.pending.push(textChange(document.text, change));
  TextDocument.update(document.text, [change], version);
}

/** Offsets refer to the text before this change, like the range in the protocol. */
function textChange(
  text: TextDocument,
  change: Extract<TextDocumentContentChangeEvent, { range: unknown }>,
): TextChange {
  const one = text.offsetAt(change.range.start);
  const other = text.offsetAt(change.range.end);
  return { start: Math.min(one, other), length: Math.abs(other - one), text: change.text };
}

function parseNow(analyzer: Analyzer, uri: string, document: OpenDocument): ParsedFile {
  if (document.parsed !== undefined && document.pending.length === 0) return document.parsed;
  const source = { uri, languageId: document.text.languageId, text: document.text.getText() };
  const changes = document.pending;
  document.pending = [];
  return document.parsed === undefined
    ? analyzer.parse(source)
    : analyzer.parse(source, document.parsed, changes);
}

function forget(document: OpenDocument): void {
  document.parsed = undefined;
  document.pending = [];
}

function isTooLarge(document: OpenDocument): boolean {
  return document.text.getText().length > largestFile;
}
