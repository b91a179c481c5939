import type { SyntaxNode } from '@lezer/common';
import type { PythonFile } from '../../references/python/python-file.ts';
import type { SecretReference } from '../../model/reference.ts';
import type { Span } from '../../model/parsed-file.ts';
import { LateReads, type SecretUse, withReads } from '../../model/secret-use.ts';
import { Definitions } from './definitions.ts';
import { fieldAccess, type FieldAccess } from './field-access.ts';
import { assures, fieldReads, isMappingUse, needsMapping } from './field-uses.ts';
import { isTried } from './guards.ts';
import { cachedAt } from './cached.ts';
import { isShowing } from './showing-calls.ts';
import { sameValueAround } from './carriers.ts';
import { placesOf } from './value-places.ts';
import { SecretValues } from './secret-values.ts';
import { cachedUses } from '../cached-uses.ts';
import { distinctExpressions, type Sourced } from '../grouped-places.ts';
import { TestedKinds } from './tested-kinds.ts';
import { isTextUse } from './text-uses.ts';
import type { UseContext, UsePlace } from './use-context.ts';

/**
 * Returns what a Python file does with the values of its references, in text order. `within` contains the
 * parts of the file that may be involved.
 */
export function pythonUses(
  file: PythonFile,
  references: readonly SecretReference[],
  within: readonly Span[] = [{ start: 0, end: file.module.text.length }],
): readonly SecretUse[] {
  const values = new SecretValues(file, references);
  if (values.calls.length === 0) return [];
  const context: UseContext = { file, values, definitions: new Definitions(file.module, within) };
  const places = placesOf(file, context.definitions, values.calls);
  const wholes = distinctExpressions(
    places.map(({ place, source }) => ({ node: wholeValue(place), source })),
  );
  const tested = new TestedKinds(context, within);
  const assured = assuredFields(context, wholes);
  const uses = [
    ...cachedUses(places, {
      cachedAt: (value) => cachedAt(file, value),
      carried: (value, inside) => values.carried(value, inside),
    }),
    ...wholes.flatMap((whole) => shapesAt(context, whole, tested)),
  ];
  const kept = uses.filter((use) => use.field === undefined || !assured.has(use, use.field));
  return distinctUses(kept).toSorted((left, right) => left.span.start - right.span.start);
}

/** Returns the references whose values the expressions of `LateReads` have. */
export function pythonReads(
  file: PythonFile,
  references: readonly SecretReference[],
): (expression: Span) => readonly SecretReference[] {
  let values: SecretValues | undefined;
  return ({ start, end }) => {
    values ??= new SecretValues(file, references);
    let node: SyntaxNode = file.module.tree.resolveInner(start, 1);
    while (node.to < end && node.parent !== null) node = node.parent;
    return values.held(wholeValue(node));
  };
}

/** Returns the outermost expression with the same value, including surrounding parentheses and `or {}`. */
function wholeValue(place: SyntaxNode): SyntaxNode {
  let whole = place;
  for (let next = sameValueAround(whole); next !== undefined; next = sameValueAround(whole)) whole = next;
  return whole;
}

function assuredFields({ file, values }: UseContext, wholes: readonly Sourced[]): AssuredFields {
  const assured = new AssuredFields();
  for (const { node: whole } of wholes) {
    const access = fieldAccess(file, whole);
    if (access !== undefined && assures(access)) assured.add(values.mayHold(whole), access);
    if (isPassedOn(file, whole)) assured.addAll(values.mayHold(whole));
  }
  return assured;
}

/** `prepare(x)` as a statement. A function that accepts a dictionary and returns nothing may modify it. */
function isPassedOn(file: PythonFile, whole: SyntaxNode): boolean {
  const call = whole.parent?.name === 'ArgList' ? whole.parent.parent : null;
  return call?.parent?.name === 'ExpressionStatement' && !isShowing(file.module, call);
}

function shapesAt(
  { file, values }: UseContext,
  { node, source }: Sourced,
  tested: TestedKinds,
): readonly SecretUse[] {
  return [...shapesOf(file, node)].map((place) => {
    const mayBe = source.reads();
    const isTested = tested.has(mayBe, node);
    const late = new LateReads({ start: node.from, end: node.to }, () => values.held(node));
    return withReads({ ...place, ...(isTested && { tested: true }), mayBe }, late);
  });
}

function* shapesOf(file: PythonFile, whole: SyntaxNode): Generator<UsePlace> {
  const access = fieldAccess(file, whole);
  if (access !== undefined && !assures(access)) yield* fieldReads(file, access);
  const isText = isTextUse(file, whole);
  const isMapping = isMappingUse(file, whole) || (access !== undefined && needsMapping(access));
  if ((!isText && !isMapping) || isTried(file.origins, whole)) return;
  yield { kind: isText ? 'text' : 'mapping', span: { start: whole.from, end: whole.to } };
}

function distinctUses(uses: readonly SecretUse[]): readonly SecretUse[] {
  return [
    ...new Map(
      uses.map((use) => [`${use.kind}:${use.span.start}:${use.span.end}:${use.field ?? ''}`, use]),
    ).values(),
  ];
}

/** Fields that are known to exist because code checks or writes them. */
class AssuredFields {
  readonly #fields = new Map<SecretReference, Set<string>>();
  readonly #all = new Set<SecretReference>();

  add(reads: readonly SecretReference[], { fields }: FieldAccess): void {
    for (const read of reads) {
      if (fields === undefined) this.#all.add(read);
      const known = this.#fields.get(read) ?? new Set();
      for (const { name } of fields ?? []) known.add(name);
      this.#fields.set(read, known);
    }
  }

  /** Called if the dictionary may be modified in any way. From then on, its fields are unknown. */
  addAll(reads: readonly SecretReference[]): void {
    for (const read of reads) this.#all.add(read);
  }

  has({ mayBe }: SecretUse, field: string): boolean {
    return mayBe.some((read) => this.#all.has(read) || this.#fields.get(read)?.has(field) === true);
  }
}
