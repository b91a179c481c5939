import type { SyntaxNode } from '@lezer/common';
import type { PythonFile } from '../../languages/python/python-file.ts';
import type { SecretReference } from '../../reference.ts';
import type { SecretUse } from '../secret-use.ts';
import { Definitions } from './called.ts';
import { fieldAccess } from './field-access.ts';
import { AssuredFields, assures, fieldReads, needsMapping } from './field-uses.ts';
import { isTried } from './guards.ts';
import { leaksOf } from './leaks.ts';
import { logSink } from './log-sinks.ts';
import { isMappingUse } from './mapping-uses.ts';
import { sameValueAround } from './parts.ts';
import { placesOf, type ValuePlace } from './places.ts';
import { SecretValues } from './secret-values.ts';
import { testedKinds } from './tested-kinds.ts';
import { isTextUse } from './text-uses.ts';
import type { Place, UseContext } from './use-context.ts';

/** What a Python file does with the values of its references, in the order of the text. */
export function pythonUses(file: PythonFile, references: readonly SecretReference[]): readonly SecretUse[] {
  const values = new SecretValues(file, references);
  if (values.calls.length === 0) return [];
  const context: UseContext = { file, values, definitions: new Definitions(file.module) };
  const places = placesOf(file, context.definitions, values.calls);
  const wholes = distinct(places.map(({ place }) => wholeValue(place)));
  const tested = testedKinds(values);
  const assured = assuredFields(context, wholes);
  const uses = [
    ...places.flatMap((place) => leaksAt(context, place)),
    ...wholes.flatMap((whole) => shapesAt(context, whole, tested)),
  ];
  const kept = uses.filter(({ reads, field }) => field === undefined || !assured.has(reads, field));
  return distinctUses(withoutLogged(kept)).toSorted((left, right) => left.span.start - right.span.start);
}

/** The outermost expression that is nothing but the value: brackets and `or {}` around it. */
function wholeValue(place: SyntaxNode): SyntaxNode {
  let whole = place;
  for (let next = sameValueAround(whole); next !== undefined; next = sameValueAround(whole)) whole = next;
  return whole;
}

function assuredFields({ file, values }: UseContext, wholes: readonly SyntaxNode[]): AssuredFields {
  const assured = new AssuredFields();
  for (const whole of wholes) {
    const access = fieldAccess(file, whole);
    if (access !== undefined && assures(access)) assured.add(values.mayHold(whole), access);
    if (isHandedOver(file, whole)) assured.addAll(values.mayHold(whole));
  }
  return assured;
}

/** `prepare(x)` alone on its line: whoever gets a dictionary and gives nothing back may change it. */
function isHandedOver(file: PythonFile, whole: SyntaxNode): boolean {
  const call = whole.parent?.name === 'ArgList' ? whole.parent.parent : null;
  return call?.parent?.name === 'ExpressionStatement' && logSink(file, call) === undefined;
}

function leaksAt(context: UseContext, { place, value }: ValuePlace): readonly SecretUse[] {
  return [...leaksOf(context, place, value)].flatMap((leak) => ofReads(leak, context.values.carried(value)));
}

function shapesAt(
  context: UseContext,
  whole: SyntaxNode,
  tested: ReadonlySet<SecretReference>,
): readonly SecretUse[] {
  const places = [...shapesOf(context.file, whole)];
  if (places.length === 0) return [];
  const reads = context.values.held(whole);
  const isTested = reads.some((read) => tested.has(read));
  return places.flatMap((place) => ofReads(isTested ? { ...place, tested: true } : place, reads));
}

function* shapesOf(file: PythonFile, whole: SyntaxNode): Generator<Place & { tested?: boolean }> {
  const access = fieldAccess(file, whole);
  if (access !== undefined && !assures(access)) yield* fieldReads(file, access);
  const isText = isTextUse(file, whole);
  const isMapping = isMappingUse(file, whole) || (access !== undefined && needsMapping(access));
  if ((!isText && !isMapping) || isTried(file.module, whole)) return;
  yield { kind: isText ? 'text' : 'mapping', span: { start: whole.from, end: whole.to } };
}

function ofReads(place: Place, reads: readonly SecretReference[]): readonly SecretUse[] {
  return reads.length === 0 ? [] : [{ ...place, reads }];
}

/** What is logged must go, whatever its shape. */
function withoutLogged(uses: readonly SecretUse[]): readonly SecretUse[] {
  const logged = uses.filter(({ kind }) => kind === 'log');
  return uses.filter(({ kind, span }) => {
    return kind !== 'text' || !logged.some((log) => log.span.start <= span.start && span.end <= log.span.end);
  });
}

function distinct(nodes: readonly SyntaxNode[]): readonly SyntaxNode[] {
  return [...new Map(nodes.map((node) => [`${node.from}:${node.to}:${node.name}`, node])).values()];
}

function distinctUses(uses: readonly SecretUse[]): readonly SecretUse[] {
  return [
    ...new Map(
      uses.map((use) => [`${use.kind}:${use.span.start}:${use.span.end}:${use.field ?? ''}`, use]),
    ).values(),
  ];
}
