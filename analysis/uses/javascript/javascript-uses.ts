import type { SyntaxNode } from '@lezer/common';
import type { OriginFinder } from '../../languages/javascript/origin.ts';
import type { SecretReference } from '../../reference.ts';
import type { SecretUse } from '../secret-use.ts';
import { type FieldAccess, fieldAccesses } from './fields.ts';
import { isTried } from './guards.ts';
import { leaksOf } from './leaks.ts';
import { sameValueAround } from './parts.ts';
import { placesOf, type ValuePlace } from './places.ts';
import { SecretValues } from './secret-values.ts';
import { testedKinds } from './tested-kinds.ts';
import { isMappingUse, isTextUse } from './texts.ts';

/** What a file does with the values of its references, in the order of the text. */
export function javaScriptUses(
  finder: OriginFinder,
  references: readonly SecretReference[],
): readonly SecretUse[] {
  const values = new SecretValues(finder, references);
  if (values.calls.length === 0) return [];
  const places = placesOf(
    finder,
    values.calls.map(({ call }) => call),
  );
  const uses = [...shapes(values, places), ...places.flatMap((place) => leaksAt(values, place))];
  return distinct(withoutLogged(uses)).toSorted((left, right) => left.span.start - right.span.start);
}

/** Fields that code reads from the secret of a reference, in order. */
export function javaScriptFields(finder: OriginFinder, reference: SecretReference): readonly string[] {
  const found = javaScriptUses(finder, [reference]);
  return [...new Set([...reference.fields, ...found.flatMap(({ field }) => field ?? [])])];
}

function shapes(values: SecretValues, places: readonly ValuePlace[]): readonly SecretUse[] {
  const { finder } = values;
  const tested = testedKinds(values);
  const wholes = wholeValues(finder, places).map((node) => ({
    node,
    reads: values.held(node),
    accesses: fieldAccesses(finder.module, node),
  }));
  const assured = new AssuredFields();
  for (const { node, accesses } of wholes)
    for (const access of accesses) if (access.kind === 'assured') assured.add(values.mayHold(node), access);
  return wholes.flatMap(({ node, reads, accesses }) => {
    if (reads.length === 0 || isTried(node)) return [];
    const isTested = reads.some((read) => tested.has(read));
    const common = { mayBe: reads, reads, ...(isTested && { tested: true }) };
    const fields = accesses.flatMap((access) => fieldUse(access, assured, common));
    return fields.concat(wholeUse(finder, node, common));
  });
}

type Common = Pick<SecretUse, 'mayBe' | 'reads' | 'tested'>;

function fieldUse(
  { kind, field, span, optional }: FieldAccess,
  assured: AssuredFields,
  common: Common,
): readonly SecretUse[] {
  if (kind !== 'read' || field === undefined || assured.has(common.reads, field)) return [];
  return [{ kind: 'field', span, field, ...(optional && { optional }), ...common }];
}

function wholeUse({ module }: OriginFinder, node: SyntaxNode, common: Common): readonly SecretUse[] {
  const span = { start: node.from, end: node.to };
  if (isTextUse(module, node)) return [{ kind: 'text', span, ...common }];
  return isMappingUse(module, node) ? [{ kind: 'mapping', span, ...common }] : [];
}

/** Fields of which code makes sure that they are there, by testing or by writing them. */
class AssuredFields {
  readonly #fields = new Map<SecretReference, Set<string>>();
  readonly #all = new Set<SecretReference>();

  add(reads: readonly SecretReference[], { field }: FieldAccess): void {
    for (const read of reads) {
      if (field === undefined) this.#all.add(read);
      else this.#fields.set(read, (this.#fields.get(read) ?? new Set()).add(field));
    }
  }

  has(reads: readonly SecretReference[], field: string): boolean {
    return reads.some((read) => this.#all.has(read) || this.#fields.get(read)?.has(field) === true);
  }
}

/** The outermost expressions that are nothing but the value: brackets, `await` and `?? {}` around it. */
function wholeValues({ module }: OriginFinder, places: readonly ValuePlace[]): readonly SyntaxNode[] {
  const wholes = new Map<string, SyntaxNode>();
  for (const { place } of places) {
    let whole = place;
    for (let next = sameValueAround(module, whole); next !== undefined; next = sameValueAround(module, whole))
      whole = next;
    wholes.set(`${whole.from}:${whole.to}:${whole.name}`, whole);
  }
  return [...wholes.values()];
}

function leaksAt(values: SecretValues, { place, value }: ValuePlace): readonly SecretUse[] {
  return leaksOf(values.finder, place, value).flatMap((leak) => {
    const reads = values.carried(value);
    return reads.length === 0 ? [] : [{ ...leak, mayBe: reads, reads }];
  });
}

/** What is logged must go, whatever its shape. */
function withoutLogged(uses: readonly SecretUse[]): readonly SecretUse[] {
  const logged = uses.filter(({ kind }) => kind === 'log');
  return uses.filter(
    ({ kind, span }) =>
      kind !== 'text' || !logged.some((log) => log.span.start <= span.start && span.end <= log.span.end),
  );
}

function distinct(uses: readonly SecretUse[]): readonly SecretUse[] {
  const keyed = uses.map(
    (use) => [`${use.kind}:${use.span.start}:${use.span.end}:${use.field ?? ''}`, use] as const,
  );
  return [...new Map(keyed).values()];
}
