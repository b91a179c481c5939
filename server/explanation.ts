import type { Analyzer, FileContext, ParsedFile } from '../analysis/index.ts';
import type { ExplainResult } from '../contracts/lsp-messages.ts';

/** How the names of the reference at `offset` were found, in sentences for the person. */
export function explanationAt(
  analyzer: Analyzer,
  file: ParsedFile,
  offset: number,
  context: FileContext,
): ExplainResult {
  const reference = analyzer
    .references(file, context.project)
    .find(({ span }) => span.start <= offset && offset <= span.end);
  if (reference === undefined) return { steps: [] };
  const written = file.text.slice(reference.span.start, reference.span.end).replaceAll(/\s+/g, ' ');
  const places = analyzer.definition(file, offset, context);
  const steps = places.map((place) => ({ sentence: 'The name stands here.', place }));
  const nothing = { sentence: 'The name is decided at run time: no literal supplies all of it.' };
  return { subject: written, steps: steps.length > 0 ? steps : [nothing] };
}
