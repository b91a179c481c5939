import { describe, expect, it } from 'vitest';
import type { ClientCapabilities } from 'vscode-languageserver';
import { clientSupport, serverCapabilities } from '../../server/client-support.ts';

const offeredTo = (capabilities: ClientCapabilities): readonly string[] =>
  Object.keys(serverCapabilities(clientSupport({ processId: null, rootUri: null, capabilities }))).filter(
    (name) => name.endsWith('Provider'),
  );

const always = ['completionProvider', 'hoverProvider', 'codeActionProvider'];

describe('an editor is offered', () => {
  it('only the basic features when it declares none', () => {
    expect(offeredTo({})).toEqual(always);
  });

  it.each<[string, ClientCapabilities]>([
    ['definitionProvider', { textDocument: { definition: {} } }],
    ['referencesProvider', { textDocument: { references: {} } }],
    ['documentHighlightProvider', { textDocument: { documentHighlight: {} } }],
    ['codeLensProvider', { textDocument: { codeLens: {} } }],
    ['inlayHintProvider', { textDocument: { inlayHint: {} } }],
    ['documentLinkProvider', { textDocument: { documentLink: {} } }],
    [
      'semanticTokensProvider',
      { textDocument: { semanticTokens: { requests: {}, tokenTypes: [], tokenModifiers: [], formats: [] } } },
    ],
    ['workspaceSymbolProvider', { workspace: { symbol: {} } }],
    ['diagnosticProvider', { textDocument: { diagnostic: {} } }],
  ])('%s when it can show it', (provider, capabilities) => {
    expect(offeredTo(capabilities)).toEqual([...always, provider]);
  });

  it.each([
    ['asks for findings of other files too when it cannot be told to', undefined, true],
    ['is told when to, and does not ask for all files with each edit', { refreshSupport: true }, false],
  ])('findings, and %s', (_, diagnostics, dependsOnOthers) => {
    const capabilities = {
      textDocument: { diagnostic: {} },
      workspace: { ...(diagnostics && { diagnostics }) },
    };
    const support = clientSupport({ processId: null, rootUri: null, capabilities });
    expect(serverCapabilities(support).diagnosticProvider).toMatchObject({
      interFileDependencies: dependsOnOthers,
    });
  });

  it('to refresh what it can refresh', () => {
    const capabilities = { workspace: { codeLens: { refreshSupport: true }, inlayHint: {} } };
    const { refreshableViews } = clientSupport({ processId: null, rootUri: null, capabilities });
    expect(refreshableViews).toEqual(['workspace/codeLens/refresh']);
  });
});
