import type { SyntaxNode } from '@lezer/common';
import { isCredentialField } from '../../model/credential-field.ts';
import type { Span } from '../../model/parsed-file.ts';
import { lastAtOrBefore } from '../../source/last-at-or-before.ts';
import { childrenOf } from '../../syntax/python/syntax.ts';
import { leavesOf } from './logged-parts.ts';

/** Whether an expression shows the value of a secret. Composed expressions count by their parts. */
export type IsShown = (node: SyntaxNode) => boolean;

/**
 * Finds which parts of a logged expression show a secret. Parts that were put together elsewhere count if their
 * variables were assigned such a string; if none is known, every part counts that is not written in the code.
 */
export type ShownValues = (logged: SyntaxNode) => IsShown;

/** `held` are the expressions of the file that have values of secrets. */
export function createShownValues(text: string, held: readonly Span[]): ShownValues {
  const sorted = held.toSorted((one, other) => one.start - other.start);
  const starts = sorted.map(({ start }) => start);
  const assigned = new Map<string, ReadonlySet<string>>();

  const heldIn = ({ from, to }: SyntaxNode): readonly Span[] => {
    const found: Span[] = [];
    for (let at = lastAtOrBefore(starts, to); at >= 0; at--) {
      const one = sorted[at];
      if (one === undefined || one.start < from) break;
      if (one.end <= to) found.push(one);
    }
    return found;
  };

  /** A variable or a method of one. The results of other calls are not known to show their arguments. */
  const isTextOf = (leaf: SyntaxNode, names: ReadonlySet<string>): boolean => {
    if (isHarmless(text, leaf)) return false;
    const isHeld = heldIn(leaf).some((one) => one.start === leaf.from && !isOpenField(text, leaf, one));
    return isHeld || names.has(wordsIn(text, leaf)[0] ?? '');
  };

  /** The variables of the function around a node that are assigned a string with a secret. */
  const namesOfTexts = (node: SyntaxNode): ReadonlySet<string> => {
    const around = functionAround(node);
    const key = keyOf(around);
    const known = assigned.get(key);
    if (known !== undefined) return known;
    const names = new Set<string>();
    const all = assignmentsIn(text, around);
    for (let round = 0, before = -1; round < maximumRounds && before !== names.size; round++) {
      before = names.size;
      for (const { name, leaves } of all) if (leaves.some((leaf) => isTextOf(leaf, names))) names.add(name);
    }
    assigned.set(key, names);
    return names;
  };

  const isKnown = (leaf: SyntaxNode, names: ReadonlySet<string>): boolean => {
    const inside = heldIn(leaf);
    if (inside.some((one) => !isOpenField(text, leaf, one))) return true;
    return inside.length === 0 && wordsIn(text, leaf).some((word) => names.has(word));
  };

  return (logged) => {
    const leaves = leavesOf(text, logged).filter((leaf) => !isHarmless(text, leaf));
    const names = leaves.length > 1 ? namesOfTexts(logged) : new Set<string>();
    const known = leaves.filter((leaf) => isKnown(leaf, names));
    const shown = new Set((known.length > 0 ? known : leaves).map(keyOf));
    return (node) => shown.has(keyOf(node));
  };
}

/** How many chained assignments are followed if they are not in source order. */
const maximumRounds = 5;

function keyOf({ from, to }: SyntaxNode): string {
  return `${from}-${to}`;
}

const harmless = /^(?:(?:Raw)?String|Number|Boolean(?:Literal)?|None|null|RegExp|UnaryExpression)$/;
const counting = /^(?:len|bool|type|isinstance|Boolean)\(|\.length$/;

/** Literals, and expressions that reveal only the length or type of a value. */
function isHarmless(text: string, node: SyntaxNode): boolean {
  if (harmless.test(node.name) || node.getChild('CompareOp') !== null) return true;
  return counting.test(text.slice(node.from, node.to));
}

/** `creds["client_id"]` shows no credential. */
function isOpenField(text: string, leaf: SyntaxNode, { start, end }: Span): boolean {
  if (start !== leaf.from) return false;
  const access = /^(?:\[|\.get\(|\??\.)["'`]?(\w+)["'`]?[\])]?$/.exec(text.slice(end, leaf.to));
  return access?.[1] !== undefined && !isCredentialField(access[1]);
}

function wordsIn(text: string, node: SyntaxNode): readonly string[] {
  return text.slice(node.from, node.to).match(/(?<![.\w"'])[A-Za-z_$][\w$]*/g) ?? [];
}

function functionAround(node: SyntaxNode): SyntaxNode {
  let at = node;
  while (at.parent !== null && !/^(?:Function|Method|Arrow|Lambda)/.test(at.name)) at = at.parent;
  return at;
}

interface Assigned {
  readonly name: string;
  readonly leaves: readonly SyntaxNode[];
}

const assigning = /^(?:AssignStatement|VariableDeclaration|AssignmentExpression|UpdateStatement)$/;

function assignmentsIn(text: string, around: SyntaxNode): readonly Assigned[] {
  const found: Assigned[] = [];
  around.cursor().iterate(({ node }) => {
    if (!assigning.test(node.name)) return;
    const children = childrenOf(node);
    const target = children.find(({ name }) => /^Variable(?:Name|Definition)$/.test(name));
    const value = children.findLast(({ name }) => name !== ';');
    if (target && value && target.from !== value.from)
      found.push({ name: text.slice(target.from, target.to), leaves: leavesOf(text, value) });
  });
  return found;
}
