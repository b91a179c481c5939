import type { ClientCapabilities, ServerCapabilities } from 'vscode-languageserver';
import { semanticTokensLegend } from './features-to-lsp.ts';
import { fixAllKind } from './to-lsp.ts';

/** Features that users invoke while they read and write; only those that the editor supports. */
export function featureCapabilities({ textDocument, workspace }: ClientCapabilities): ServerCapabilities {
  return {
    completionProvider: { triggerCharacters: ['"', "'", '.'] },
    hoverProvider: true,
    codeActionProvider: { codeActionKinds: ['', 'quickfix', fixAllKind] },
    ...(textDocument?.definition && { definitionProvider: true }),
    ...(textDocument?.references && { referencesProvider: true }),
    ...(textDocument?.documentHighlight && { documentHighlightProvider: true }),
    ...(textDocument?.codeLens && { codeLensProvider: {} }),
    ...(textDocument?.inlayHint && { inlayHintProvider: true }),
    ...(textDocument?.documentLink && { documentLinkProvider: {} }),
    ...(textDocument?.semanticTokens && { semanticTokensProvider }),
    ...(workspace?.symbol && { workspaceSymbolProvider: true }),
  };
}

/**
 * For visible lines only: an editor takes the colors of a whole text from one extension, and for Python that
 * should be the one that knows its types.
 */
const semanticTokensProvider = { legend: semanticTokensLegend, range: true, full: false };
