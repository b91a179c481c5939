import type { SyntaxNode } from '@lezer/common';
import type { Binding } from './binding.ts';
import type { JavaScriptModule } from './module.ts';
import { isAssigned } from './paths.ts';
import { stringValue, unescaped } from './strings.ts';
import { branches, defaultingParts, indexOf, keyOf, unwrapped } from './syntax.ts';

/** What a name may be: texts, with `*` for each part that is known only at run time. */
export interface PossibleNames {
  readonly names: readonly string[];
  readonly patterns: readonly string[];
}

/** Undefined when it cannot be told: the name is chosen at run time. */
export function possibleNames(module: JavaScriptModule, expression: SyntaxNode): PossibleNames | undefined {
  const texts = textsOf(module, expression, 0);
  if (texts === undefined || texts.length === 0 || texts.length > maximumTexts) return undefined;
  if (texts.some((text) => !/[^*]/.test(joined(text)) && text.length > 1)) return undefined;
  const names = texts.filter((text) => text.length === 1).map(joined);
  const patterns = texts.filter((text) => text.length > 1).map(joined);
  return { names: sorted(names), patterns: sorted(patterns) };
}

/** The parts of a text that are known; between two of them stands one that is not. */
type Text = readonly string[];

const maximumSteps = 8;
const maximumTexts = 100;
const anyText: readonly Text[] = [['', '']];

/** Undefined: not a text, or nobody knows. */
function textsOf(
  module: JavaScriptModule,
  expression: SyntaxNode,
  steps: number,
): readonly Text[] | undefined {
  if (steps > maximumSteps) return undefined;
  const node = unwrapped(expression);
  const literal = stringValue(module.text, node);
  if (literal !== undefined) return [[literal]];
  switch (node.name) {
    case 'TemplateString':
      return textsOfTemplate(module, node, steps + 1);
    case 'VariableName':
      return textsOfVariable(module, node, steps + 1);
    case 'MemberExpression':
      return textsOfMember(module, node, steps + 1);
    case 'BinaryExpression':
      return textsOfOperation(module, node, steps + 1);
    default:
      return union(module, branches(node), steps + 1);
  }
}

function textsOfTemplate(
  module: JavaScriptModule,
  node: SyntaxNode,
  steps: number,
): readonly Text[] | undefined {
  let texts: readonly Text[] = [['']];
  let at = node.from + 1;
  for (const hole of node.getChildren('Interpolation')) {
    const before = unescaped(module.text.slice(at, hole.from));
    const inside = hole.firstChild?.nextSibling;
    if (before === undefined || !inside) return undefined;
    texts = product(texts, [[before]]);
    texts = product(texts, textsOf(module, inside, steps) ?? anyText);
    at = hole.to;
  }
  const isClosed = module.text.charAt(node.to - 1) === '`' && node.to > at;
  const rest = isClosed ? unescaped(module.text.slice(at, node.to - 1)) : undefined;
  return rest === undefined ? undefined : product(texts, [[rest]]);
}

function textsOfOperation(
  module: JavaScriptModule,
  node: SyntaxNode,
  steps: number,
): readonly Text[] | undefined {
  const alternatives = defaultingParts(node, module.text);
  if (alternatives !== undefined) return union(module, alternatives, steps);
  const operator = node.getChild('ArithOp');
  const [left, right] = [node.firstChild, node.lastChild];
  if (operator === null || module.textOf(operator) !== '+' || !left || !right) return undefined;
  const [before, after] = [textsOf(module, left, steps), textsOf(module, right, steps)];
  // Neither side a text: a sum, for all we know.
  return before || after ? product(before ?? anyText, after ?? anyText) : undefined;
}

function textsOfVariable(
  module: JavaScriptModule,
  use: SyntaxNode,
  steps: number,
): readonly Text[] | undefined {
  const binding = module.bindingSeenBy(use);
  if (binding === undefined || binding === 'several' || binding.value === undefined) {
    return typeof binding === 'object' ? textsOfAssigned(module, binding, [], steps) : undefined;
  }
  const { kind, keys, value } = binding;
  if (kind === 'loop' && keys.length === 0)
    return isAssigned(module, binding) ? undefined : textsOfItems(module, value, steps);
  if (keys.length > 0 || (kind !== 'fixed' && kind !== 'loose')) return undefined;
  return kind === 'fixed' ? textsOf(module, value, steps) : textsOfAssigned(module, binding, [value], steps);
}

/** A `let` may be any of the texts that it is given in its own function. */
function textsOfAssigned(
  module: JavaScriptModule,
  binding: Binding,
  values: readonly SyntaxNode[],
  steps: number,
): readonly Text[] | undefined {
  if (binding.kind !== 'loose' || binding.keys.length > 0) return undefined;
  const given = [...values];
  for (const use of module.usesOf(binding)) {
    const assignment =
      use.parent?.name === 'AssignmentExpression' && use.prevSibling === null ? use.parent : null;
    if (assignment === null) continue;
    if (assignment.getChild('Equals') === null || assignment.lastChild === null) return undefined;
    given.push(assignment.lastChild);
  }
  if (given.length === values.length && isAssigned(module, binding)) return undefined;
  return union(module, given, steps);
}

/** `NAMES.live`, `NAMES[brand]`: one value of a literal, or any of them. */
function textsOfMember(
  module: JavaScriptModule,
  member: SyntaxNode,
  steps: number,
): readonly Text[] | undefined {
  const object = member.firstChild && literalOf(module, member.firstChild);
  if (!object) return undefined;
  if (object.name === 'ArrayExpression') return textsOfItem(module, object, member, steps);
  const key = keyOf(member, module.text);
  const properties = object.getChildren('Property');
  if (object.getChildren('Spread').length > 0 || properties.some((one) => one.getChild('Spread')))
    return undefined;
  const chosen = key === undefined ? properties : properties.filter((one) => keyOf(one, module.text) === key);
  if (key === undefined && indexOf(member) === undefined) return undefined;
  return union(module, chosen.map(valueOfProperty), steps);
}

function valueOfProperty(property: SyntaxNode): SyntaxNode | undefined {
  return property.getChild(':')?.nextSibling ?? undefined;
}

function textsOfItem(
  module: JavaScriptModule,
  array: SyntaxNode,
  member: SyntaxNode,
  steps: number,
): readonly Text[] | undefined {
  const index = indexOf(member);
  const items = itemsOf(array);
  if (index === undefined || items === undefined) return undefined;
  if (index.name !== 'Number') return union(module, items, steps);
  return union(module, [items[Number(module.textOf(index))]], steps);
}

function textsOfItems(
  module: JavaScriptModule,
  value: SyntaxNode,
  steps: number,
): readonly Text[] | undefined {
  const array = literalOf(module, value);
  const items = array?.name === 'ArrayExpression' ? itemsOf(array) : undefined;
  return items && union(module, items, steps);
}

/** Undefined when a part is spread into it or left out. */
function itemsOf(array: SyntaxNode): readonly SyntaxNode[] | undefined {
  const items: SyntaxNode[] = [];
  for (let item = array.firstChild?.nextSibling; item; item = item.nextSibling) {
    if (item.name === 'Spread' || item.type.isError) return undefined;
    if (!/^[\],]$/.test(item.name) && !item.name.endsWith('Comment')) items.push(item);
  }
  return items;
}

/** The object or array that an expression is, if nothing in the file can change it. */
function literalOf(module: JavaScriptModule, expression: SyntaxNode): SyntaxNode | undefined {
  const node = unwrapped(expression);
  if (/^(?:Array|Object)Expression$/.test(node.name)) return node;
  const binding = node.name === 'VariableName' ? module.bindingSeenBy(node) : undefined;
  if (typeof binding !== 'object' || binding.kind !== 'fixed' || binding.keys.length > 0) return undefined;
  const value = binding.value && unwrapped(binding.value);
  const isLiteral = value !== undefined && /^(?:Array|Object)Expression$/.test(value.name);
  return isLiteral && module.usesOf(binding).every(isHarmless) ? value : undefined;
}

/** A read of one entry, or a loop: whoever gets the whole could change it. */
function isHarmless(use: SyntaxNode): boolean {
  const owner = use.parent;
  if (owner?.name === 'ForOfSpec' || owner?.name === 'TypeofType') return true;
  if (owner?.name !== 'MemberExpression') return false;
  const around = owner.parent;
  const isWritten = around?.name === 'AssignmentExpression' && around.firstChild?.from === owner.from;
  const isCalled = around?.name === 'CallExpression' && around.firstChild?.to === owner.to;
  return !isWritten && !isCalled && around?.getChild('delete') === null;
}

function union(
  module: JavaScriptModule,
  alternatives: readonly (SyntaxNode | undefined)[] | undefined,
  steps: number,
): readonly Text[] | undefined {
  if (alternatives === undefined || alternatives.length === 0 || alternatives.length > maximumTexts)
    return undefined;
  const texts: Text[] = [];
  for (const alternative of alternatives) {
    const found = alternative && textsOf(module, alternative, steps);
    if (found === undefined) return undefined;
    texts.push(...found);
  }
  return texts;
}

function product(left: readonly Text[], right: readonly Text[]): readonly Text[] {
  if (left.length * right.length > maximumTexts) return anyText;
  return left.flatMap((before) => right.map((after) => concatenated(before, after)));
}

function concatenated(before: Text, after: Text): Text {
  const seam = `${before.at(-1) ?? ''}${after[0] ?? ''}`;
  return [...before.slice(0, -1), seam, ...after.slice(1)];
}

function joined(text: Text): string {
  return text.join('*').replaceAll(/\*{2,}/g, '*');
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted();
}
