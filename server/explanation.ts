import type { FileContext, ParsedFile, SecretReference } from '../analysis/index.ts';
import type { ExplainedStep, ExplainResult, Place } from '../contracts/lsp-messages.ts';
import type { Session } from './session.ts';

/** How the names of the reference at `offset` were found, in sentences for the person. */
export function explanationAt(
  session: Session,
  file: ParsedFile,
  offset: number,
  context: FileContext,
): ExplainResult {
  const reference = session.analyzer
    .references(file, context.project)
    .find(({ span }) => span.start <= offset && offset <= span.end);
  if (reference === undefined) return { steps: [] };
  const subject = oneLine(file.text.slice(reference.span.start, reference.span.end));
  const sources = reference.literal ? [] : session.analyzer.definition(file, offset, context);
  const here = stepAt(file, { uri: file.uri, range: file.rangeOf(reference.span) }, firstSentence(reference));
  return { subject, steps: [here, ...sources.map((place) => sourceStep(session, place))] };
}

function firstSentence({ dialect, dynamic, literal, names, patterns }: SecretReference): string {
  const what = dialect === 'agent' ? 'a secret' : 'an environment variable';
  if (dynamic) return `Reads ${what} whose name is decided at run time: nothing here says which it may be.`;
  if (literal !== undefined) return `Reads ${what}; its name stands here.`;
  const possible = [...names, ...patterns].map((name) => `"${name}"`);
  return `Reads ${what}; it may be ${possible.join(', ')}.`;
}

function sourceStep(session: Session, place: Place): ExplainedStep {
  const file = session.sources.file(place.uri);
  if (file === undefined) return { sentence: 'A name stands here.', place };
  const name = file.text.slice(file.offsetAt(place.range.start), file.offsetAt(place.range.end));
  return stepAt(file, place, `"${oneLine(name)}" stands here.`);
}

function stepAt(file: ParsedFile, place: Place, sentence: string): ExplainedStep {
  const { line } = place.range.start;
  const from = file.offsetAt({ line, character: 0 });
  const to = file.offsetAt({ line, character: Number.MAX_SAFE_INTEGER });
  return { sentence, place, code: oneLine(file.text.slice(from, to)) };
}

/** As much as fits into a row of a list. */
function oneLine(code: string): string {
  const line = code.trim().replaceAll(/\s+/g, ' ');
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}
