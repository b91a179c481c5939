import type { SyntaxNode } from '@lezer/common';
import type { JavaScriptModule } from '../../flow/javascript/module.ts';
import type { OriginFinder } from '../../flow/javascript/origin.ts';
import type { SecretReference } from '../../model/reference.ts';
import type { Span } from '../../model/parsed-file.ts';
import { cachedUses } from '../cached-uses.ts';
import { distinctExpressions, type Sourced } from '../grouped-places.ts';
import { LateReads, type SecretUse, withReads } from '../../model/secret-use.ts';
import { type FieldAccess, fieldAccesses } from './fields.ts';
import { cachedAt } from './cache-sinks.ts';
import { placesOf, type ValuePlace } from './value-places.ts';
import { SecretValues } from './secret-values.ts';
import { testedKinds } from './tested-kinds.ts';
import { isMappingUse, isTextUse } from './texts.ts';
import { isFunction } from '../../flow/javascript/functions.ts';
import { statementsIn } from '../../syntax/javascript/syntax.ts';

/** Returns what a file does with the values of its references, in text order. */
export function javaScriptUses(
  finder: OriginFinder,
  references: readonly SecretReference[],
): readonly SecretUse[] {
  const values = new SecretValues(finder, references);
  if (values.calls.length === 0) return [];
  const places = placesOf(finder, values.calls);
  const cached = cachedUses(places, {
    cachedAt: (value) => cachedAt(finder, value),
    carried: (value, inside) => values.carried(value, inside),
  });
  const uses = [...shapes(values, places), ...cached];
  return distinct(uses).toSorted((left, right) => left.span.start - right.span.start);
}

/** Returns the fields that code reads from the secret of a reference, in order. */
export function javaScriptFields(finder: OriginFinder, reference: SecretReference): readonly string[] {
  const found = javaScriptUses(finder, [reference]);
  return [...new Set([...reference.fields, ...found.flatMap(({ field }) => field ?? [])])];
}

function shapes(values: SecretValues, places: readonly ValuePlace[]): readonly SecretUse[] {
  const { module } = values.finder;
  const tested = testedKinds(module, places);
  const wholes = wholeValues(module, places);
  const assured = new AssuredFields();
  for (const { source, accesses } of wholes)
    for (const access of accesses) if (access.kind === 'assured') assured.add(source.reads(), access);
  return wholes.flatMap((whole) => {
    const used = [...whole.accesses.flatMap((access) => fieldUse(access)), ...wholeUse(module, whole.node)];
    if (used.length === 0 || isTried(whole.node)) return [];
    const mayBe = whole.source.reads();
    const isTested = mayBe.some((read) => tested.has(read));
    // Computed lazily, because most uses are fine regardless of the value, and tracing it would be wasted
    // effort.
    const late = new LateReads(spanOf(whole.node), () => values.held(whole.node));
    return used
      .filter(({ field }) => field === undefined || !assured.has(mayBe, field))
      .map((use) => withReads({ ...use, mayBe, ...(isTested && { tested: true }) }, late));
  });
}

type Use = Pick<SecretUse, 'kind' | 'span' | 'field' | 'optional'>;

function fieldUse({ kind, field, span, optional }: FieldAccess): readonly Use[] {
  if (kind !== 'read' || field === undefined) return [];
  return [{ kind: 'field', span, field, ...(optional && { optional }) }];
}

function wholeUse(module: JavaScriptModule, node: SyntaxNode): readonly Use[] {
  if (isTextUse(module, node)) return [{ kind: 'text', span: spanOf(node) }];
  return isMappingUse(module, node) ? [{ kind: 'mapping', span: spanOf(node) }] : [];
}

function spanOf({ from, to }: SyntaxNode): Span {
  return { start: from, end: to };
}

/** Fields that are known to exist because code checks or writes them. */
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

/** An expression that may be the unmodified value itself. */
interface Whole extends Sourced {
  readonly accesses: readonly FieldAccess[];
}

function wholeValues(module: JavaScriptModule, places: readonly ValuePlace[]): readonly Whole[] {
  const wholes = places.map(({ whole: node, wholeSource: source }) => ({ node, source }));
  const possible = wholes.filter(({ source }) => source.reads().length > 0);
  return distinctExpressions(possible).map(({ node, source }) => ({
    node,
    source,
    accesses: fieldAccesses(module, node),
  }));
}

function distinct(uses: readonly SecretUse[]): readonly SecretUse[] {
  const keyed = uses.map(
    (use) => [`${use.kind}:${use.span.start}:${use.span.end}:${use.field ?? ''}`, use] as const,
  );
  return [...new Map(keyed).values()];
}

/** Whether the node is in a small `try` block that has a fallback. */
function isTried(node: SyntaxNode): boolean {
  for (
    let inner = node, outer = node.parent;
    outer !== null && !isFunction(outer);
    inner = outer, outer = outer.parent
  ) {
    if (outer.name !== 'TryStatement' || inner.name !== 'Block' || outer.getChild('CatchClause') === null)
      continue;
    if (outer.getChild('Block')?.from === inner.from && statementsIn(inner) <= 2) return true;
  }
  return false;
}
