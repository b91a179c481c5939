import type { Analyzer } from './model/analyzer.ts';
import { type AnalyzerOptions, createAnalyzer } from './create-analyzer.ts';

export interface FunctionsByFile {
  /** The sorted names of the functions that read secrets in this file. */
  functionsOf(uri: string): readonly string[];
  /** The functions of all files combined. */
  readonly all: readonly string[];
}

/**
 * Creates an analyzer for files in which different functions read secrets: each file is analyzed with its own
 * list of functions. `functions` must always return the same lists.
 */
export function createAnalyzerByFile(
  functions: FunctionsByFile,
  options: Omit<AnalyzerOptions, 'functions'> = {},
): Analyzer {
  const plain = createAnalyzer(options);
  if (functions.all.length === 0) return plain;
  // Used for a document at an unknown location, because such a document may call the functions of any file.
  const all = createAnalyzer({ ...options, functions: functions.all });
  const analyzers = new Map<string, Analyzer>([['', plain]]);

  const of = ({ uri }: { readonly uri: string }): Analyzer => {
    const own = functions.functionsOf(uri);
    const key = own.join('\n');
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
    findings: (file, ...rest) => of(file).findings(file, ...rest),
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
