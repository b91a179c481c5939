import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { Analyzer, Completion, ParsedFile } from '../../analysis/index.ts';
import { bookingAgent, open, secret } from '../support/analysis-fixture.ts';

/** The names that a program read when it ran. */
export type Observation =
  { readonly asked: readonly string[]; readonly after: unknown } | { readonly error: string };

const runners = {
  python: ['python3', path.join(import.meta.dirname, 'run.py')],
  javascript: [process.execPath, path.join(import.meta.dirname, 'run.ts')],
} as const;

/** Runs all programs with one start of the real interpreter. */
export function run(language: keyof typeof runners, programs: readonly string[]): readonly Observation[] {
  const [program, script] = runners[language];
  const { status, stdout, stderr } = spawnSync(program, [script], {
    input: JSON.stringify(programs),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`${program} failed: ${stderr}`);
  // Written by our own script, in this format.
  return JSON.parse(stdout) as Observation[];
}

/** Names that must be escaped in a string literal. */
export const oddNames = [
  'stripe_api_key',
  '{braced}',
  'a}b',
  'a"b',
  "a'b",
  String.raw`a\b`,
  String.raw`\N{DIGIT ONE}`,
  'ends\\',
  'ends"',
  "ends'",
  '${x}',
  'ends$',
  'a`b',
  'my own key',
  'schlüssel_日本',
  '"""',
];

/** An agent that reads the names as secrets, as fields of `fields`, and as variables. */
const context = bookingAgent({
  secrets: [
    secret('fields', { kind: 'key_value', fields: oddNames }),
    ...oddNames.map((name) => secret(name)),
  ],
});
const knowledge = context.knowledge && { ...context.knowledge, environment: oddNames };

interface Span {
  readonly start: number;
  readonly end: number;
}

type Mode = 'insert' | 'replace';

/** The program after one of the names has been accepted. */
export interface Completed {
  readonly name: string;
  readonly mode: Mode;
  readonly text: string;
  /** The part of the old text after the cursor that follows the name. */
  readonly rest: string;
  readonly replaced: Span;
}

/** How the program came into the editor: a string that is being typed is shown to the parser as closed. */
type Way = 'opened' | 'typed';

/** The program after each of the names is accepted at the cursor, as an insertion and as a replacement. */
export function completedAt(
  code: string,
  offset: number,
  languageId: string,
  way: Way,
): readonly Completed[] {
  const { analyzer, file: opened } = open(code, languageId);
  const file = way === 'typed' && offset > 0 ? typed(analyzer, opened, offset - 1) : opened;
  const offers = analyzer.complete(file, offset, { ...context, ...(knowledge && { knowledge }) });
  return offers
    .filter(({ label }) => oddNames.includes(label))
    .flatMap((offer) => [after(file, offer, 'insert'), after(file, offer, 'replace')]);
}

/** The same text, typed with the character at `at` last. */
function typed(analyzer: Analyzer, file: ParsedFile, at: number): ParsedFile {
  const { uri, languageId, text } = file;
  const before = analyzer.parse({ uri, languageId, text: text.slice(0, at) + text.slice(at + 1) });
  analyzer.references(before);
  return analyzer.parse({ uri, languageId, text }, before, [{ start: at, length: 0, text: text.charAt(at) }]);
}

function after(file: ParsedFile, offer: Completion, mode: Mode): Completed {
  const spanOf = ({ start, end }: Completion['replace']): Span => ({
    start: file.offsetAt(start),
    end: file.offsetAt(end),
  });
  const replaced = spanOf(offer[mode]);
  const text = file.text.slice(0, replaced.start) + offer.insertText + file.text.slice(replaced.end);
  const rest = file.text.slice(replaced.end, spanOf(offer.replace).end);
  return { name: offer.label, mode, text, rest, replaced };
}
