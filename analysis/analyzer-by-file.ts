import type { Analyzer } from './model/analyzer.ts';
import { noProjectFunctions, type ProjectFunctions } from './libraries/project-functions.ts';
import { type AnalyzerOptions, createAnalyzer } from './create-analyzer.ts';

export interface FunctionsByFile {
  /** What the settings of this file say about functions. */
  functionsOf(uri: string): ProjectFunctions;
  /** The functions that read secrets in any file. */
  readonly readers: readonly string[];
  /** Whether any file has settings about functions. */
  readonly isEmpty: boolean;
}

/**
 * Creates an analyzer for files with different settings: each file is analyzed with its own functions.
 * `functions` must always return the same ones.
 */
export function createAnalyzerByFile(
  functions: FunctionsByFile,
  options: Omit<AnalyzerOptions, 'functions'> = {},
): Analyzer {
  const plain = createAnalyzer(options);
  if (functions.isEmpty) return plain;
  // Used for a document at an unknown location, because such a document may call the functions of any file.
  const all = createAnalyzer({ ...options, functions: { readers: functions.readers } });
  const analyzers = new Map<string, Analyzer>([[JSON.stringify(noProjectFunctions), plain]]);

  const of = ({ uri }: { readonly uri: string }): Analyzer => {
    const own = functions.functionsOf(uri);
    const key = JSON.stringify(own);
    const known = analyzers.get(key);
    if (known !== undefined) return known;
    const analyzer = createAnalyzer({ ...options, functions: own });
    analyzers.set(key, analyzer);
    return analyzer;
  };

  return {
    mayHoldReferences: (...given) => all.mayHoldReferences(...given),
    parse: (source, ...rest) => of(source).parse(source, ...rest),
    prepare: (file, ...rest) => of(file).prepare(file, ...rest),
    references: (file, ...rest) => of(file).references(file, ...rest),
    uses: (file, ...rest) => of(file).uses(file, ...rest),
    follow: (file, ...rest) => of(file).follow(file, ...rest),
    isFollowed: (file, ...rest) => of(file).isFollowed(file, ...rest),
    earlyFindings: (file, ...rest) => of(file).earlyFindings(file, ...rest),
    findings: (file, ...rest) => of(file).findings(file, ...rest),
    suppressions: (file, ...rest) => of(file).suppressions(file, ...rest),
    complete: (file, ...rest) => of(file).complete(file, ...rest),
    hover: (file, ...rest) => of(file).hover(file, ...rest),
    codeActions: (file, ...rest) => of(file).codeActions(file, ...rest),
    fixAll: (file, ...rest) => of(file).fixAll(file, ...rest),
    definition: (file, ...rest) => of(file).definition(file, ...rest),
    explain: (file, ...rest) => of(file).explain(file, ...rest),
    explainSilence: (file, ...rest) => of(file).explainSilence(file, ...rest),
    documentHighlights: (file, ...rest) => of(file).documentHighlights(file, ...rest),
    namesAt: (file, ...rest) => of(file).namesAt(file, ...rest),
    codeLenses: (file, ...rest) => of(file).codeLenses(file, ...rest),
    runnableFunctions: (file, ...rest) => of(file).runnableFunctions(file, ...rest),
    inlayHints: (file, ...rest) => of(file).inlayHints(file, ...rest),
    documentLinks: (file, ...rest) => of(file).documentLinks(file, ...rest),
    semanticTokens: (file, ...rest) => of(file).semanticTokens(file, ...rest),
    workspaceSymbols: (...given) => plain.workspaceSymbols(...given),
  };
}
