import type { Explanation, ParsedFile } from '../analysis/index.ts';
import type { ExplainResult } from '../contracts/lsp-messages.ts';

/** How the names of a reference were found, for display. */
export function toExplainResult(file: ParsedFile, explanation: Explanation | undefined): ExplainResult {
  if (explanation === undefined) return { names: [] };
  const { reference, derivations } = explanation;
  const code = file.text.slice(reference.span.start, reference.span.end);
  return { subject: oneLine(code), names: derivations };
}

/** Limited to what fits into the title of a list. */
function oneLine(code: string): string {
  const line = code.trim().replaceAll(/\s+/g, ' ');
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
