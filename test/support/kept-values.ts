import {
  ProjectFileStore,
  createAnalyzer,
  noProjectFunctions,
  type ProjectFunctions,
  type ProjectFiles,
  type TextChange,
} from '../../analysis/index.ts';
import { createFacts, type Facts } from '../../analysis/facts.ts';
import { StepBudget } from '../../analysis/flow/step-budget.ts';
import { createLanguages } from '../../analysis/languages/languages.ts';
import type { SecretUse } from '../../analysis/model/secret-use.ts';
import type { Language } from '../../analysis/source/language.ts';
import { SourceFile } from '../../analysis/source/source-file.ts';
import { randomFrom } from './edited-programs.ts';
import { valueParts, valuePieces, wordsOfValues } from './value-programs.ts';

export interface ValueRounds {
  readonly seed: number;
  readonly programs: number;
  readonly edits: number;
  readonly functions?: ProjectFunctions;
}

export interface ValueDifference {
  readonly program: number;
  readonly edit: number;
  readonly files: readonly string[];
  readonly kept: string;
  readonly fresh: string;
}

export type ValueLanguage = 'python' | 'javascript';

interface Edited {
  readonly file: SourceFile;
  readonly change: TextChange;
}

type Random = (below: number) => number;

/**
 * Edits two files that import each other at random. After each edit, compares what happens to values with the result
 * of an analysis that has kept nothing. Returns the first difference.
 */
export function firstValueDifference(
  languageId: ValueLanguage,
  rounds: ValueRounds,
): ValueDifference | undefined {
  for (let program = 0; program < rounds.programs; program++) {
    const random = randomFrom(rounds.seed * 1_000_003 + program);
    const found = editFiles(languageId, random, program, rounds);
    if (found !== undefined) return found;
  }
  return undefined;
}

function editFiles(
  languageId: ValueLanguage,
  random: Random,
  program: number,
  { edits, functions = noProjectFunctions }: ValueRounds,
): ValueDifference | undefined {
  const ending = languageId === 'python' ? 'py' : 'js';
  const uris = ['start', 'helpers'].map((name) => `file:///w/booking/functions/${name}.${ending}`);
  const languages = createLanguages(functions, new StepBudget());
  const facts = createFacts(languages);
  const syntax = languages.get(languageId);
  const files = uris.map(
    (uri) => new SourceFile({ uri, languageId, text: programOf(random, languageId) }, syntax),
  );
  const store = new ProjectFileStore({ rootUri: 'file:///w/booking', analyzer: createAnalyzer() });
  for (const [index, uri] of uris.entries()) {
    store.write(uri, '');
    store.open(uri, () => files[index] ?? new SourceFile({ uri, languageId, text: '' }, syntax));
  }
  store.finishReading();
  arrivals(facts, files, store);
  for (let edit = 0; edit < edits; edit++) {
    const index = random(3) === 0 ? 1 : 0;
    const before = files[index];
    if (before === undefined) return undefined;
    const { file, change } = edited(before, random, languageId, syntax);
    files[index] = file;
    facts.follows(file, before, [change]);
    store.edited(file.uri);
    const kept = arrivals(facts, files, store);
    const fresh = arrivals(createFacts(createLanguages(functions, new StepBudget())), files, store);
    if (kept !== fresh) return { program, edit, files: files.map(({ text }) => text), kept, fresh };
  }
  return undefined;
}

/** Every program has the parts that others depend on. Otherwise, few values would arrive anywhere. */
function programOf(random: Random, languageId: ValueLanguage): string {
  const parts = valueParts[languageId];
  const needed = parts.filter((part) => neededParts.test(part));
  const others = Array.from({ length: 6 + random(14) }, () => parts[random(parts.length)] ?? '');
  return [...needed, ...others].join('');
}

const neededParts =
  /^(?:export |const |def |function |let )?(?:LIVE =|CACHE =|HANDLERS =|function (?:read|show)|(?:read|show|quiet|wrap)\b)/;

function edited(
  before: SourceFile,
  random: Random,
  languageId: ValueLanguage,
  syntax: Language | undefined,
): Edited {
  const change = changeOf(random, before.text, languageId);
  const text =
    before.text.slice(0, change.start) + change.text + before.text.slice(change.start + change.length);
  return { change, file: before.changed({ uri: before.uri, languageId, text }, syntax, [change]) };
}

/** Deletes some characters; removes, repeats or inserts a line; inserts or moves a part; or replaces a word. */
function changeOf(random: Random, text: string, languageId: ValueLanguage): TextChange {
  const parts = valueParts[languageId];
  const start = random(text.length + 1);
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', start) + 1 || text.length;
  const piece = valuePieces[random(valuePieces.length)] ?? '';
  switch (random(9)) {
    case 0:
      return { start, length: Math.min(random(3), text.length - start), text: '' };
    case 1:
      return { start: lineStart, length: lineEnd - lineStart, text: '' };
    case 2:
      return { start: lineStart, length: 0, text: text.slice(lineStart, lineEnd) };
    case 3:
    case 4:
      return { start: partStart(text, start), length: 0, text: parts[random(parts.length)] ?? '' };
    case 5:
      return movedPart(random, text, start);
    case 6:
      return { start, length: 0, text: piece };
    default:
      return swapped(random, text) ?? { start, length: 0, text: piece };
  }
}

/** The start of the next line that is not indented. */
function partStart(text: string, from: number): number {
  const found = /\n(?=[^\s}])/.exec(text.slice(from));
  return found === null ? text.length : from + found.index + 1;
}

/** Moves a part after the following ones. */
function movedPart(random: Random, text: string, from: number): TextChange {
  const start = partStart(text, from);
  const middle = partStart(text, start + 1);
  const end = partStart(text, middle + random(200));
  const moved = text.slice(middle, end) + text.slice(start, middle);
  return { start, length: end - start, text: moved };
}

function swapped(random: Random, text: string): TextChange | undefined {
  const word = wordsOfValues[random(wordsOfValues.length)] ?? '';
  const places = [...text.matchAll(new RegExp(String.raw`\b${word}\b`, 'g'))];
  const place = places[random(places.length)];
  return (
    place && {
      start: place.index,
      length: word.length,
      text: wordsOfValues[random(wordsOfValues.length)] ?? '',
    }
  );
}

function arrivals(facts: Facts, files: readonly SourceFile[], project: ProjectFiles): string {
  const found = files.map((file) => facts.uses(file, project));
  const names = files.map((file) =>
    facts.references(file, project).map((one) => [one.span.start, one.names, one.patterns, one.dynamic]),
  );
  return JSON.stringify([found.map((uses) => uses.map(shown)), names], null, 1);
}

function shown({ reads, mayBe, ...use }: SecretUse): unknown {
  const found = [reads, mayBe].map((all) => all.map((read) => [read.span.start, read.span.end, read.names]));
  return { ...use, found };
}
