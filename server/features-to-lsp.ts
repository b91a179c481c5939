import type * as lsp from 'vscode-languageserver';
import type {
  CodeLens,
  DocumentLink,
  Explanation,
  InlayHint,
  ParsedFile,
  SecretSymbol,
} from '../analysis/index.ts';
import { serverCommandIds } from '../contracts/server-command-ids.ts';
import type { ExplainResult, PeekArgument, Range } from '../contracts/lsp-messages.ts';
import { commandUri, markdown, toLocation, toRange } from './to-lsp.ts';

/** Clients without our commands get the same title without a command. */
export function toCodeLens(lens: CodeLens, uri: string, commands: boolean): lsp.CodeLens {
  const argument: PeekArgument = { uri, ranges: lens.places };
  const command = commands
    ? { title: lens.title, command: serverCommandIds.peekReferences, arguments: [argument] }
    : { title: lens.title, command: '' };
  return { range: toRange(lens.range), command };
}

export function toInlayHint({ position, label, tooltip }: InlayHint): lsp.InlayHint {
  return { position: { ...position }, label, kind: typeHint, tooltip: markdown(tooltip) };
}

/** Editors open `command:` links only for their own extensions; the argument is data, never code. */
export function toDocumentLink({ range, tooltip, command }: DocumentLink): lsp.DocumentLink {
  return { range: toRange(range), tooltip, target: commandUri(command) };
}

export function toDocumentHighlight(range: Range): lsp.DocumentHighlight {
  return { range: toRange(range), kind: readHighlight };
}

export function toSymbol({ name, agentId, place }: SecretSymbol): lsp.SymbolInformation {
  return { name, kind: keySymbol, location: toLocation(place), containerName: agentId };
}

/** Encoded with the legend in `semanticTokensLegend`; each position is relative to the previous token. */
export function toSemanticTokens(ranges: readonly Range[]): lsp.SemanticTokens {
  const data: number[] = [];
  let [line, character] = [0, 0];
  for (const { start, end } of ranges) {
    const fromCharacter = start.line === line ? start.character - character : start.character;
    data.push(start.line - line, fromCharacter, end.character - start.character, 0, 1);
    [line, character] = [start.line, start.character];
  }
  return { data };
}

/** Names are string tokens with a modifier; the manifest defines how themes can style them. */
export const semanticTokensLegend: lsp.SemanticTokensLegend = {
  tokenTypes: ['string'],
  tokenModifiers: ['secretName'],
};

/** `InlayHintKind.Type`, `DocumentHighlightKind.Read` and `SymbolKind.Key` of the protocol. */
const typeHint = 1 satisfies lsp.InlayHintKind;
const readHighlight = 2 satisfies lsp.DocumentHighlightKind;
const keySymbol = 20 satisfies lsp.SymbolKind;

export function toExplainResult(file: ParsedFile, explanation: Explanation | undefined): ExplainResult {
  if (explanation === undefined) return { names: [] };
  const { reference, derivations } = explanation;
  const code = file.text.slice(reference.span.start, reference.span.end);
  return { subject: oneLine(code), names: derivations };
}

/** Shortens code to fit into a list title. */
function oneLine(code: string): string {
  const line = code.trim().replaceAll(/\s+/g, ' ');
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
