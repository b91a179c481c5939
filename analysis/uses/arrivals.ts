import type { Module, Place, Requirement } from '../engine/model.ts';
import type { Arrival } from '../following/arrivals.ts';
import { type Followed, followValues } from '../following/follow-values.ts';
import { maskedIn } from '../engine/entries.ts';
import { sourceOf } from '../engine/place.ts';
import type { Unit } from '../ir/ir.ts';
import type { Library } from '../libraries/library.ts';
import type { ProjectFiles } from '../model/file-context.ts';
import { type InSlices, runToEnd } from '../model/in-slices.ts';
import type { Span } from '../model/parsed-file.ts';
import type { SecretReference } from '../model/reference.ts';
import type { FieldNeed, HeldValue, SecretUse } from '../model/secret-use.ts';
import type { FoundForwards } from '../source/language.ts';
import type { SourceFile } from '../source/source-file.ts';

/** The parts of a language that the engine needs. */
export interface FollowedLanguage {
  readonly library: Library;
  /** Fast if the units have been lowered before. */
  units(file: SourceFile): InSlices<readonly Unit[]>;
  /** The file that an import refers to. */
  imported(module: string, from: string, project: ProjectFiles): SourceFile | undefined;
}

/** The references of a file of the project. */
type ReferencesOf = (file: SourceFile) => readonly SecretReference[];

/** The last files whose results are kept until they change. */
const maximumFiles = 50;

/** See `Language.follow`. */
export type Follow = (
  file: SourceFile,
  project: ProjectFiles | undefined,
  referencesOf: ReferencesOf,
) => InSlices<FoundForwards>;

/** Unchanged parts of a file are not followed again. The results are as if they were. */
export function createFollow(language: FollowedLanguage): Follow {
  const followed = new Map<string, Followed>();
  return function* follow(file, project, referencesOf) {
    const previous = followed.get(file.uri);
    if (!mayArrive(file, referencesOf(file))) {
      followed.delete(file.uri);
      return { arrivals: [], held: [], names: new Map() };
    }
    yield* language.units(file);
    const module = moduleOf(language, file, project, referencesOf);
    const found = yield* followValues(module, language.library, previous);
    followed.delete(file.uri);
    if (found.kept !== undefined) followed.set(file.uri, found);
    const [oldest] = followed.keys();
    if (followed.size > maximumFiles && oldest !== undefined) followed.delete(oldest);
    const arrivals = found.arrivals.filter((one) => isCertain(one, file)).map(useOf);
    return {
      arrivals: arrivals.toSorted((one, other) => one.span.start - other.span.start),
      held: heldIn(found, module),
      names: found.names,
      ...(found.isExceeded === true && { isExceeded: true }),
    };
  };
}

/** Names of a notebook are lost at the end of its session. */
const notebook = /^vscode-notebook-cell:|\.ipynb\b/;

/**
 * Incomplete code can end a function too early. The code below it is then indented although it is outside any block,
 * and its variables are not those of the module.
 */
function isCertain({ kind, place }: Arrival, { uri, text }: SourceFile): boolean {
  return kind !== 'cache' || !(notebook.test(uri) || /[ \t]/.test(text.charAt(place.unit.start - 1)));
}

function heldIn({ held }: Followed, { units }: Module): readonly HeldValue[] {
  return units.flatMap((unit) =>
    [...(held.get(unit) ?? [])].map(([{ at }, { reads, isOther }]): HeldValue => {
      const span = { start: unit.start + at.start, end: unit.start + at.end };
      const [mayBeText = false, mayBeFields = false] = (['text', 'fields'] as const).map((kind) =>
        [...reads.values()].every((kinds) => kinds.has(kind)),
      );
      return { span, reads: [...reads.keys()], isCertain: !isOther, mayBeText, mayBeFields };
    }),
  );
}

/** The file as a module that knows the other modules of its project. */
function moduleOf(
  language: FollowedLanguage,
  file: SourceFile,
  project: ProjectFiles | undefined,
  referencesOf: ReferencesOf,
): Module {
  const modules = new Map<string, Module>();
  const find = (one: SourceFile): Module => {
    const known = modules.get(one.uri);
    if (known !== undefined) return known;
    const reads = referencesOf(one)
      .filter(({ dialect }) => dialect === 'agent')
      .toSorted((left, right) => left.span.start - right.span.start);
    const byStart = new Map(reads.map((read) => [startOf(read, one.text), read]));
    const module: Module = {
      uri: one.uri,
      version: one,
      units: runToEnd(language.units(one)),
      reads,
      rangeOf: (span) => one.rangeOf(span),
      readAt: (argument) => readAt(byStart, argument),
      imported: (name) => {
        const other = project && language.imported(name, one.uri, project);
        return other && find(other);
      },
    };
    modules.set(one.uri, module);
    return module;
  };
  return find(file);
}

/** Code is followed without parentheses. */
function startOf({ span, literal }: SecretReference, text: string): number {
  if (literal !== undefined) return span.start;
  return span.start + (/^[\s(]*/.exec(text.slice(span.start, span.end))?.[0].length ?? 0);
}

/** Keyed by the starts of names, without quotes. */
type Reads = ReadonlyMap<number, SecretReference>;

/** A quick check: without a read, a value can only come from another file. */
function mayArrive({ text }: SourceFile, references: readonly SecretReference[]): boolean {
  return references.some(({ dialect }) => dialect === 'agent') || /\b(?:import|require)\b/.test(text);
}

/** The opening quotes and the prefix of a string. */
const opening = /^\w{0,3}(?:"""|'''|["'`])/;

/** Text that may follow an argument without changing it: `)`, `!`, ` as string`. */
const transparent = /^[\s)!]*(?:(?:as|satisfies)\b.*)?$/s;

function readAt(reads: Reads, argument: Place): SecretReference | undefined {
  const start = argument.unit.start + argument.at.start;
  const found = reads.get(start);
  if (found !== undefined) {
    const rest = argument.unit.code.text.slice(argument.at.end, found.span.end - argument.unit.start);
    return found.span.end >= argument.unit.start + argument.at.end && transparent.test(rest)
      ? found
      : undefined;
  }
  const quotes = reads.size === 0 ? null : opening.exec(sourceOf(argument));
  return quotes === null ? undefined : reads.get(start + quotes[0].length);
}

function useOf({ kind, place, sink, row, reads, inside }: Arrival): SecretUse {
  const found = [...reads.keys()];
  const kinds = new Set<Requirement>();
  for (const one of reads.values()) for (const requires of one) kinds.add(requires);
  const needs = [...kinds].flatMap(fieldNeed);
  return {
    kind,
    span: spanOf(place),
    mayBe: found,
    reads: found,
    sink,
    ...(row && { row }),
    ...(inside && { inside: { uri: inside.module.uri, range: inside.module.rangeOf(spanOf(inside.place)) } }),
    ...(!kinds.has('fields') && needs.length === 0 && { onlyIfText: true }),
    ...(!kinds.has('text') && { onlyIfFields: true }),
    ...(!kinds.has('fields') && needs.length > 0 && { needs }),
  };
}

function spanOf({ unit, at }: Place): Span {
  return { start: unit.start + at.start, end: unit.start + at.end };
}

function fieldNeed(requires: Requirement): readonly FieldNeed[] {
  if (requires.startsWith('field ')) return [{ field: requires.slice('field '.length) }];
  return requires.startsWith('without ') ? [{ without: maskedIn(requires) }] : [];
}
