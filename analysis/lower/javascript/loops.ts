import type { Expression, LoopStatement, Statement } from '../../ir/ir.ts';
import { type LowerStatement, type Lowering, operation } from './lowering.ts';
import { childNamed, hasChild, type Node, spanOf } from './plain-tree.ts';
import { effectsOf } from './effects.ts';
import { isPattern, targetOf } from './targets.ts';

function bodyOf(lowering: Lowering, node: Node): readonly Statement[] {
  return lowering.breakable(undefined, () => lowering.block(node.children.find(lowering.isStatement)));
}

const whileLoop: LowerStatement = (lowering, node) => {
  const condition = lowering.expression(childNamed(node, 'ParenthesizedExpression'), node);
  const isAfter = node.name === 'DoStatement';
  const body = bodyOf(lowering, node);
  return [
    {
      kind: 'loop',
      ...(!isAlways(condition) && { condition }),
      ...(isAfter && { isAfter }),
      body,
      otherwise: [],
      at: spanOf(node),
    },
  ];
};

function isAlways(condition: Expression): boolean {
  return condition.kind === 'literal' && (condition.value === true || condition.value === 1);
}

const forLoop: LowerStatement = (lowering, node) =>
  lowering.names.inBlock((): readonly Statement[] => {
    const head = childNamed(node, 'ForSpec', 'ForInSpec', 'ForOfSpec');
    if (head?.name === 'ForSpec') return countingLoop(lowering, node, head);
    const each = head && eachOf(lowering, node, head);
    const body = bodyOf(lowering, node);
    return [{ kind: 'loop', ...(each && { each }), body, otherwise: [], at: spanOf(node) }];
  });

/** The first part of `for (a; b; c)` is lowered to statements before the loop. */
function countingLoop(lowering: Lowering, node: Node, head: Node): readonly Statement[] {
  const parts: (Node | undefined)[] = [undefined];
  for (const child of head.children) {
    if (child.name === ';') parts.push(undefined);
    else if (child.name === 'VariableDeclaration') parts.splice(0, 1, child, undefined);
    else if (lowering.isExpression(child)) parts[parts.length - 1] = child;
  }
  const [first, tested, next] = parts;
  const isDeclaration = first?.name === 'VariableDeclaration';
  const before = isDeclaration ? lowering.statement(first) : first ? effectsOf(lowering, first) : [];
  const condition = tested && lowering.expression(tested, head);
  const step = next && lowering.expression(next, head);
  const loop: LoopStatement = {
    kind: 'loop',
    ...(condition && { condition }),
    body: bodyOf(lowering, node),
    ...(step && { step }),
    otherwise: [],
    at: spanOf(node),
  };
  return [...before, loop];
}

/** `for await` awaits what it iterates over. */
function eachOf(lowering: Lowering, node: Node, head: Node): LoopStatement['each'] {
  const mark = head.children.findIndex(({ name }) => name === 'of' || name === 'in');
  const iterated = head.children.slice(mark + 1).findLast(lowering.isExpression);
  const value = lowering.expression(iterated, head);
  const iterable = hasChild(node, 'await') ? operation('await', iterated ?? head, [value]) : value;
  const written = head.children.find((child) => isPattern(child) || lowering.isExpression(child));
  const isDeclared = hasChild(head, 'let') || hasChild(head, 'const') || hasChild(head, 'using');
  const keyword = hasChild(head, 'var') ? 'var' : undefined;
  const target = written && targetOf(lowering, written, isDeclared ? 'let' : keyword);
  const over = head.name === 'ForInSpec' ? 'keys' : 'items';
  return { target: target ?? lowering.names.declareUnnamed('item', spanOf(head)), iterable, over };
}

export const loops: readonly (readonly [string, LowerStatement])[] = [
  ['WhileStatement', whileLoop],
  ['DoStatement', whileLoop],
  ['ForStatement', forLoop],
];
