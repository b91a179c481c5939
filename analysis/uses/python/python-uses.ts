import type { SyntaxNode } from '@lezer/common';
import type { PythonFile } from '../../references/python/python-file.ts';
import type { HeldValue, SecretUse } from '../../model/secret-use.ts';
import {
  AssuredFields,
  distinctUses,
  type HeldNode,
  heldNodes,
  useOf,
  type UsePlace,
} from '../held-value.ts';
import { fieldAccess } from './field-access.ts';
import { assures, fieldReads, isMappingUse, needsMapping } from './field-uses.ts';
import { isTried } from './guards.ts';
import { isShowing } from './showing-calls.ts';
import { TestedKinds } from './tested-kinds.ts';
import { isTextUse } from './text-uses.ts';

/** Returns the uses of secret values in a Python file, in text order. */
export function pythonUses(file: PythonFile, held: readonly HeldValue[]): readonly SecretUse[] {
  if (held.length === 0) return [];
  const nodes = heldNodes(file.module.tree, held, inParentheses);
  const tested = new TestedKinds(file.module, nodes);
  const assured = assuredFields(file, nodes);
  const uses = nodes.flatMap((one) =>
    [...shapesOf(file, one.node)].map((place) => {
      const isTested = tested.has(one.reads, one.node);
      return useOf({ ...place, ...(isTested && { tested: true }) }, one);
    }),
  );
  return distinctUses(uses.filter((use) => !assured.has(use)));
}

function inParentheses(node: SyntaxNode): SyntaxNode {
  let whole = node;
  while (whole.parent?.name === 'ParenthesizedExpression') whole = whole.parent;
  return whole;
}

function assuredFields(file: PythonFile, nodes: readonly HeldNode[]): AssuredFields {
  const assured = new AssuredFields();
  for (const { node, reads } of nodes) {
    const access = fieldAccess(file, node);
    if (access !== undefined && assures(access))
      assured.add(
        reads,
        access.fields?.map(({ name }) => name),
      );
    if (isPassedOn(file, node)) assured.add(reads);
  }
  return assured;
}

/** `prepare(x)` as a statement. A function that accepts a dictionary and returns nothing may modify it. */
function isPassedOn(file: PythonFile, whole: SyntaxNode): boolean {
  const call = whole.parent?.name === 'ArgList' ? whole.parent.parent : null;
  return call?.parent?.name === 'ExpressionStatement' && !isShowing(file.module, call);
}

function* shapesOf(file: PythonFile, whole: SyntaxNode): Generator<UsePlace> {
  const access = fieldAccess(file, whole);
  if (access !== undefined && !assures(access)) yield* fieldReads(file, access);
  const isText = isTextUse(file, whole);
  const isMapping = isMappingUse(file, whole) || (access !== undefined && needsMapping(access));
  if (!isText && !isMapping) return;
  const span = { start: whole.from, end: whole.to };
  yield { kind: isText ? 'text' : 'mapping', span, isTried: () => isTried(file.origins, whole) };
}
