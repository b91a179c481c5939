import { createAnalyzer, type Analyzer, type FileContext, type ParsedFile } from '../../analysis/index.ts';
import { memoryProject } from '../corpus/support/memory-project.ts';
import { bookingAgent, secret } from './analysis-fixture.ts';

export const askedUri = 'file:///w/booking/functions/start.py';

/** A sibling with a circular import, so that every query may follow imports there and back. */
const sibling = `from start import NAMES, _pick
OTHER = "q" + NAMES["live"]
def other_name(n): return _pick(n) or OTHER
class Other: KEY = OTHER
`;

/** A context in which everything is known, so that every part of the analysis has something to report. */
export function talkativeContext(analyzer: Analyzer, file: ParsedFile): FileContext {
  const { knowledge, ...agent } = bookingAgent({
    mayGrant: true,
    mayCreate: true,
    secrets: [
      secret('a', { kind: 'key_value', fields: ['client_id', 'client_secret'] }),
      secret('k', { access: 'missing' }),
      secret('q', { deprecated: { replacement: 'a' } }),
    ],
  });
  const other = analyzer.parse({
    uri: 'file:///w/booking/functions/names.py',
    languageId: 'python',
    text: sibling,
  });
  return {
    ...agent,
    ...(knowledge && { knowledge: { ...knowledge, environment: ['E'] } }),
    project: memoryProject('file:///w/booking', [file, other]),
    credentials: [{ span: { start: 0, end: Math.min(3, file.text.length) }, what: 'a key' }],
  };
}

type Question = (analyzer: Analyzer, file: ParsedFile, offset: number, context: FileContext) => unknown;

/** One query for each method of the analyzer. Without one for a new method, this does not compile. */
const questions: Readonly<Record<keyof Analyzer, Question>> = {
  mayHoldReferences: (analyzer, { text, languageId }) => analyzer.mayHoldReferences(text, languageId),
  parse: (analyzer, { uri, languageId, text }) => analyzer.parse({ uri, languageId, text }),
  prepare: (analyzer, file, _, context) => [...analyzer.prepare(file, context.project)],
  references: (analyzer, file, _, context) => [
    analyzer.references(file),
    analyzer.references(file, context.project),
  ],
  uses: (analyzer, file, _, context) => [analyzer.uses(file), analyzer.uses(file, context.project)],
  follow: (analyzer, file, _, context) => [...analyzer.follow(file, context.project)],
  isFollowed: (analyzer, file, _, context) => analyzer.isFollowed(file, context.project),
  earlyFindings: (analyzer, file, _, context) => analyzer.earlyFindings(file, context),
  findings: (analyzer, file, _, context) => analyzer.findings(file, context),
  suppressions: (analyzer, file, _, context) => analyzer.suppressions(file, context),
  complete: (analyzer, file, offset, context) => [
    analyzer.complete(file, offset, context),
    analyzer.complete(file, offset, context, false),
  ],
  hover: (analyzer, file, offset, context) => analyzer.hover(file, offset, context),
  explain: (analyzer, file, offset, context) => analyzer.explain(file, offset, context),
  explainSilence: (analyzer, file, offset, context) => analyzer.explainSilence(file, offset, context),
  codeActions: (analyzer, file, _, context) => analyzer.codeActions(file, wholeOf(file), context),
  fixAll: (analyzer, file, _, context) => analyzer.fixAll(file, context),
  definition: (analyzer, file, offset, context) => analyzer.definition(file, offset, context),
  documentHighlights: (analyzer, file, offset, context) => analyzer.documentHighlights(file, offset, context),
  namesAt: (analyzer, file, offset, context) => analyzer.namesAt(file, offset, context),
  codeLenses: (analyzer, file, _, context) => analyzer.codeLenses(file, context),
  runnableFunctions: (analyzer, file, _, context) => analyzer.runnableFunctions(file, context),
  inlayHints: (analyzer, file, _, context) => analyzer.inlayHints(file, wholeOf(file), context),
  documentLinks: (analyzer, file, _, context) => analyzer.documentLinks(file, context),
  semanticTokens: (analyzer, file, _, context) => analyzer.semanticTokens(file, wholeOf(file), context),
  workspaceSymbols: (analyzer, { text, uri }, offset) =>
    analyzer.workspaceSymbols(text.slice(offset, offset + 5), 'PROJECT-1', {
      a: [{ uri, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } } }],
    }),
};

/** Runs every query about a file and a position in it. */
export function askEverything(file: ParsedFile, offset: number, analyzer = createAnalyzer()): void {
  const context = talkativeContext(analyzer, file);
  for (const ask of Object.values(questions)) ask(analyzer, file, offset, context);
}

function wholeOf(file: ParsedFile): ReturnType<ParsedFile['rangeOf']> {
  return file.rangeOf({ start: 0, end: file.text.length });
}
