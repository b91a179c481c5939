import type * as lsp from 'vscode-languageserver';
import { type FileContext, movableLiteral, snippetPlace, type ParsedFile } from '../analysis/index.ts';
import {
  type ExplainParams,
  type ExplainResult,
  type ExplainSilenceResult,
  type FunctionsParams,
  type FunctionsResult,
  type LiteralParams,
  type LiteralResult,
  lspMessages,
  type PlacesParams,
  type PlacesResult,
  type SnippetPlacesParams,
  type SnippetPlacesResult,
} from '../contracts/lsp-messages.ts';
import { commandActions } from './command-actions.ts';
import {
  toCodeLens,
  toDocumentHighlight,
  toDocumentLink,
  toExplainResult,
  toInlayHint,
  toSemanticTokens,
  toSymbol,
} from './features-to-lsp.ts';
import { placesNamed, placesOfFields, symbolsFor } from './places-of-secrets.ts';
import { request, type Row } from './row.ts';
import type { ServerSession } from './server-session.ts';
import { fixAllKind, toCodeAction, toCompletionItem, toFixAll, toHover, toLocation } from './to-lsp.ts';

/** Features that users invoke while they read and write code, one row each. */
export const featureRows: readonly Row[] = [
  request('textDocument/completion', [], complete),
  request('textDocument/hover', null, hover),
  request('textDocument/definition', [], definition),
  request('textDocument/references', [], references),
  request('textDocument/documentHighlight', [], documentHighlights),
  request('textDocument/codeAction', [], codeActions),
  request('textDocument/codeLens', [], codeLenses),
  request('textDocument/inlayHint', [], inlayHints),
  request('textDocument/documentLink', [], documentLinks),
  request('textDocument/semanticTokens/range', null, semanticTokens),
  request('workspace/symbol', [], workspaceSymbols),
  request(lspMessages.places, { places: [] }, placesOfSecret),
  request(lspMessages.fieldPlaces, { fields: [], others: [] }, placesOfFields),
  request(lspMessages.explain, { names: [] }, explain),
  request(lspMessages.explainSilence, { reasons: [] }, explainSilence),
  request(lspMessages.functions, { functions: [] }, functions),
  request(lspMessages.literal, { problem: 'no-literal' }, literal),
  request(lspMessages.snippetPlaces, { places: [] }, snippetPlaces),
];

async function complete(session: ServerSession, params: lsp.CompletionParams): Promise<lsp.CompletionItem[]> {
  const context = await session.contexts.forCompletion(params.textDocument.uri);
  const file = session.documents.file(params.textDocument.uri);
  if (file === undefined) return [];
  const isAsked = params.context?.triggerKind !== bySign;
  const { insertReplace, labelDetails } = session.support;
  const support = { commands: session.clientCommands, insertReplace, labelDetails };
  return session.analyzer
    .complete(file, file.offsetAt(params.position), context, isAsked)
    .flatMap((completion) => toCompletionItem(completion, support) ?? []);
}

async function hover(session: ServerSession, params: lsp.HoverParams): Promise<lsp.Hover | null> {
  const found = await ask(session, params.textDocument.uri, (file, context) =>
    session.analyzer.hover(file, file.offsetAt(params.position), context),
  );
  return found === undefined ? null : toHover(found, session.clientCommands);
}

async function definition(session: ServerSession, params: lsp.DefinitionParams): Promise<lsp.Location[]> {
  const { textDocument, position } = params;
  const places = await ask(session, textDocument.uri, (file, context) =>
    session.analyzer.definition(file, file.offsetAt(position), context),
  );
  return (places ?? []).map(toLocation);
}

async function references(session: ServerSession, params: lsp.ReferenceParams): Promise<lsp.Location[]> {
  const { textDocument, position } = params;
  const names = await ask(session, textDocument.uri, (file, context) =>
    session.analyzer.namesAt(file, file.offsetAt(position), context),
  );
  return names === undefined ? [] : (await placesNamed(session, names)).map(toLocation);
}

async function documentHighlights(
  session: ServerSession,
  params: lsp.DocumentHighlightParams,
): Promise<lsp.DocumentHighlight[]> {
  const ranges = await ask(session, params.textDocument.uri, (file, context) =>
    session.analyzer.documentHighlights(file, file.offsetAt(params.position), context),
  );
  return (ranges ?? []).map(toDocumentHighlight);
}

/** Applies to all files, including those that read no secrets: a credential in the code is a finding too. */
async function codeActions(session: ServerSession, params: lsp.CodeActionParams): Promise<lsp.CodeAction[]> {
  const { uri } = params.textDocument;
  const known = await session.contexts.soon(uri);
  await session.preparation.followed(uri, known);
  const context = await session.contexts.withCredentials(uri, known);
  const file = session.documents.file(uri);
  if (file === undefined) return [];
  const { analyzer, clientCommands, userLanguage } = session;
  const { only, triggerKind } = params.context;
  const isAsked = only === undefined && triggerKind !== byItself && clientCommands;
  const fixes = wants(only, 'quickfix') ? analyzer.codeActions(file, params.range, context) : [];
  const all = only !== undefined && wants(only, fixAllKind) ? analyzer.fixAll(file, context) : [];
  return [
    ...fixes.flatMap((action) => toCodeAction(action, uri, clientCommands) ?? []),
    ...(all.length > 0 ? [toFixAll(all, uri, userLanguage)] : []),
    ...(isAsked
      ? commandActions(analyzer, file, file.offsetAt(params.range.start), context, userLanguage)
      : []),
  ];
}

async function codeLenses(
  session: ServerSession,
  params: lsp.CodeLensParams,
): Promise<readonly lsp.CodeLens[]> {
  const { uri } = params.textDocument;
  const found = await ask(session, uri, (file, context) => {
    const kept = session.lensesOf.get(uri);
    // While a name is being typed, lines do not move.
    if (kept !== undefined && session.isWordUnfinished(file, context.project)) return kept;
    const lenses = session.analyzer.codeLenses(file, context);
    return lenses.map((lens) => toCodeLens(lens, uri, session.clientCommands));
  });
  session.lensesOf.set(uri, found ?? []);
  return found ?? [];
}

async function inlayHints(session: ServerSession, params: lsp.InlayHintParams): Promise<lsp.InlayHint[]> {
  const hints = await ask(session, params.textDocument.uri, (file, context) =>
    session.analyzer.inlayHints(file, params.range, context),
  );
  return (hints ?? []).map(toInlayHint);
}

/** Links run a command of the client, so editors without our commands get none. */
async function documentLinks(
  session: ServerSession,
  params: lsp.DocumentLinkParams,
): Promise<lsp.DocumentLink[]> {
  if (!session.clientCommands) return [];
  const links = await ask(session, params.textDocument.uri, (file, context) =>
    session.analyzer.documentLinks(file, context),
  );
  return (links ?? []).map(toDocumentLink);
}

/**
 * Returns null instead of an empty list, because other extensions may provide tokens for the same document.
 */
async function semanticTokens(
  session: ServerSession,
  params: lsp.SemanticTokensRangeParams,
): Promise<lsp.SemanticTokens | null> {
  const ranges = await ask(session, params.textDocument.uri, (file, context) =>
    session.analyzer.semanticTokens(file, params.range, context),
  );
  return ranges === undefined || ranges.length === 0 ? null : toSemanticTokens(ranges);
}

async function workspaceSymbols(
  session: ServerSession,
  { query }: lsp.WorkspaceSymbolParams,
): Promise<lsp.SymbolInformation[]> {
  return (await symbolsFor(session, query)).map(toSymbol);
}

async function placesOfSecret(
  session: ServerSession,
  { name, dialect }: PlacesParams,
): Promise<PlacesResult> {
  return { places: await placesNamed(session, [name], dialect) };
}

async function explain(session: ServerSession, { uri, position }: ExplainParams): Promise<ExplainResult> {
  const explanation = await ask(session, uri, (file, context) =>
    toExplainResult(file, session.analyzer.explain(file, file.offsetAt(position), context)),
  );
  return explanation ?? { names: [] };
}

/** Also responds if the file contains no references, because that is a reason too. */
async function explainSilence(
  session: ServerSession,
  { uri, position }: ExplainParams,
): Promise<ExplainSilenceResult> {
  const known = await session.contexts.inFull(uri);
  await session.preparation.followed(uri, known);
  const context = await session.contexts.withCredentials(uri, known);
  const file = session.documents.file(uri);
  const silences = file && session.analyzer.explainSilence(file, file.offsetAt(position), context);
  return { reasons: (silences ?? []).map(({ message }) => message) };
}

/** Functions that read no secrets can be run too, and finding them does not require a catalog. */
async function functions(session: ServerSession, { uri }: FunctionsParams): Promise<FunctionsResult> {
  const agent = await session.workspace.agentOf(uri);
  const file = session.documents.file(uri);
  if (agent === undefined || file === undefined) return { functions: [] };
  return { functions: session.analyzer.runnableFunctions(file, { agent }) };
}

function literal({ documents }: ServerSession, { uri, range }: LiteralParams): LiteralResult {
  const [file, version] = [documents.file(uri), documents.version(uri)];
  if (file === undefined || version === undefined) return { problem: 'no-literal' };
  const found = movableLiteral(file, range);
  return 'problem' in found ? found : { ...found, version };
}

function snippetPlaces(
  { analyzer, documents }: ServerSession,
  { uri, ranges }: SnippetPlacesParams,
): SnippetPlacesResult {
  const file = documents.file(uri);
  if (file === undefined) return { places: [] };
  return { places: ranges.map((range) => snippetPlace((source) => analyzer.parse(source), file, range)) };
}

/** Returns undefined, without requesting anything, if the file contains no references. */
async function ask<T>(
  session: ServerSession,
  uri: string,
  question: (file: ParsedFile, context: FileContext) => T,
): Promise<T | undefined> {
  const now = session.documents.file(uri);
  if (now === undefined || !session.analyzer.mayHoldReferences(now.text, now.languageId)) return undefined;
  const context = await session.contexts.soon(uri);
  const file = await session.preparation.named(uri, context);
  return file && question(file, context);
}

/** The protocol's `CompletionTriggerKind.TriggerCharacter` and `CodeActionTriggerKind.Automatic`. */
const bySign = 2;
const byItself = 2;

/**
 * Kinds are hierarchical: a client that requests `source` also gets ours; one that requests `quickfix.x` does
 * not.
 */
function wants(only: readonly string[] | undefined, kind: string): boolean {
  return (
    only === undefined || only.some((asked) => asked === '' || asked === kind || kind.startsWith(`${asked}.`))
  );
}
