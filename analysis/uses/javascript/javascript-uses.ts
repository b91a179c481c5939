import type { SyntaxNode } from '@lezer/common';
import type { JavaScriptModule } from '../../flow/javascript/module.ts';
import type { Span } from '../../model/parsed-file.ts';
import type { HeldValue, SecretUse } from '../../model/secret-use.ts';
import { isFunction, statementsIn, wrapped } from '../../syntax/javascript/syntax.ts';
import { AssuredFields, distinctUses, heldNodes, useOf, type UsePlace } from '../held-value.ts';
import { type FieldAccess, fieldAccesses } from './fields.ts';
import { testedKinds } from './tested-kinds.ts';
import { isMappingUse, isTextUse } from './texts.ts';

/** Returns the uses of secret values in a file, in text order. */
export function javaScriptUses(module: JavaScriptModule, held: readonly HeldValue[]): readonly SecretUse[] {
  if (held.length === 0) return [];
  const nodes = heldNodes(module.tree, held, wrapped);
  const tested = testedKinds(module, nodes);
  const assured = new AssuredFields();
  const wholes = nodes.map((one) => ({ one, accesses: fieldAccesses(module, one.node) }));
  for (const { one, accesses } of wholes)
    for (const { kind, field } of accesses)
      if (kind === 'assured') assured.add(one.reads, field === undefined ? undefined : [field]);
  const uses = wholes.flatMap(({ one, accesses }) => {
    const used = [...accesses.flatMap(fieldUse), ...wholeUse(module, one.node)];
    if (used.length === 0 || isTried(one.node)) return [];
    const isTested = one.reads.some((read) => tested.has(read));
    return used.map((place) => useOf({ ...place, ...(isTested && { tested: true }) }, one));
  });
  return distinctUses(uses.filter((use) => !assured.has(use)));
}

function fieldUse({ kind, field, span, optional }: FieldAccess): readonly UsePlace[] {
  if (kind !== 'read' || field === undefined) return [];
  return [{ kind: 'field', span, field, ...(optional && { optional }) }];
}

function wholeUse(module: JavaScriptModule, node: SyntaxNode): readonly UsePlace[] {
  if (isTextUse(module, node)) return [{ kind: 'text', span: spanOf(node) }];
  return isMappingUse(module, node) ? [{ kind: 'mapping', span: spanOf(node) }] : [];
}

function spanOf({ from, to }: SyntaxNode): Span {
  return { start: from, end: to };
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
