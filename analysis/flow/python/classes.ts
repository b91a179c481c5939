import { modulesMentioning } from './others-mentioning.ts';
import type { SyntaxNode } from '@lezer/common';
import { attributeOf, callOf, contains, insideBrackets, isSameNode } from '../../syntax/python/syntax.ts';
import { onlyOrigin, type Origin, type OriginFinder, type ModuleNode } from './origin.ts';
import { classAround, decoratorsOf, nameOf } from './scope.ts';
import type { PythonModule } from './python-module.ts';

const maximumFamily = 40;

/** A class in the project. */
export interface KnownClass {
  readonly definition: SyntaxNode;
  readonly finder: OriginFinder;
}

export interface ClassUse {
  readonly definition: SyntaxNode;
  readonly isInstance: boolean;
}

/**
 * Returns the class that a name refers to, either through an instance (`self`) or as the class itself (`cls`
 * or its name).
 */
export function classOf(module: PythonModule, node: SyntaxNode): ClassUse | undefined {
  const parent = node.parent;
  if (node.name !== 'VariableName' || parent === null) return undefined;
  if (parent.name === 'ClassDefinition' && isSameNode(nameOf(parent), node)) {
    return { definition: parent, isInstance: false };
  }
  const method = parent.name === 'ParamList' ? parent.parent : null;
  if (method === null || !isSameNode(parent.getChild('VariableName'), node)) return undefined;
  const definition = classAround(method);
  const decorators = decoratorsOf(module.text, method);
  if (definition === undefined || decorators.includes('staticmethod')) return undefined;
  return { definition, isInstance: !decorators.includes('classmethod') };
}

/** Like `classOf`, but `ApiHandler(conv)` also counts as an instance. */
export function classUseOf({ node, finder, frame }: Origin): (ClassUse & KnownClass) | undefined {
  const own = classOf(finder.module, node);
  if (own !== undefined) return { ...own, finder };
  const call = callOf(node);
  if (call === undefined) return undefined;
  const made = onlyOrigin(finder, call.callee, frame);
  if (made === undefined) return undefined;
  const use = classOf(made.finder.module, made.node);
  if (use === undefined || use.isInstance) return undefined;
  const owner = { definition: use.definition, finder: made.finder };
  return mayMakeAnother(owner) ? undefined : { ...owner, isInstance: true };
}

/** Whether a class or one of its bases has a `__new__`, which may return an instance of any class. */
function mayMakeAnother(owner: KnownClass): boolean {
  return [owner, ...ancestorsOf(owner)].some(
    ({ definition, finder }) => finder.module.bindingsIn(definition, '__new__').length > 0,
  );
}

function placeOf({ definition, finder }: KnownClass): ModuleNode {
  return { node: definition, finder };
}

function classAt({ node, finder }: ModuleNode): KnownClass {
  return { definition: node, finder };
}

export function isSameClass(left: KnownClass, right: KnownClass): boolean {
  return left.finder === right.finder && isSameNode(left.definition, right.definition);
}

/** The expressions of the bases of a class. */
export function baseNodes(definition: SyntaxNode): readonly SyntaxNode[] {
  const list = definition.getChild('ArgList');
  if (list === null) return [];
  return insideBrackets(list).filter(
    ({ name, nextSibling, prevSibling }) =>
      (name === 'VariableName' || name === 'MemberExpression') &&
      nextSibling?.name !== 'AssignOp' &&
      prevSibling?.name !== 'AssignOp',
  );
}

/** The bases as written in the code. */
export function basesOf(module: PythonModule, definition: SyntaxNode): readonly string[] {
  return baseNodes(definition).map((node) => module.textOf(node));
}

/** The base classes of a class that are in the project, including indirect ones. */
export function ancestorsOf(child: KnownClass): readonly KnownClass[] {
  const work = (): readonly ModuleNode[] => findAncestors(child).map(placeOf);
  return (child.finder.remember(`ancestors:${child.definition.from}`, work) ?? []).map(classAt);
}

function findAncestors({ definition, finder }: KnownClass): readonly KnownClass[] {
  const found: KnownClass[] = [];
  const add = (child: KnownClass): void => {
    for (const base of baseNodes(child.definition).flatMap((node) => classesNamed(child.finder, node))) {
      if (found.length >= maximumFamily || found.some((one) => isSameClass(one, base))) continue;
      found.push(base);
      add(base);
    }
  };
  add({ definition, finder });
  return found;
}

/**
 * Returns a class and its known bases in the order in which Python searches them (C3). Unknown bases are left out.
 * Undefined if it is not clear which classes the bases are.
 */
export function resolutionOrder(owner: KnownClass, depth = 0): readonly KnownClass[] | undefined {
  if (depth > maximumFamily) return undefined;
  const lists: KnownClass[][] = [];
  const direct: KnownClass[] = [];
  for (const node of baseNodes(owner.definition)) {
    const [base, another] = classesNamed(owner.finder, node);
    const order = base && resolutionOrder(base, depth + 1);
    if (another !== undefined || (base !== undefined && order === undefined)) return undefined;
    if (base === undefined || order === undefined) continue;
    lists.push([...order]);
    direct.push(base);
  }
  const rest = merged([...lists, direct]);
  return rest && [owner, ...rest];
}

/** Repeatedly takes the first class that no list has further behind. */
function merged(lists: readonly KnownClass[][]): readonly KnownClass[] | undefined {
  const order: KnownClass[] = [];
  for (;;) {
    const left = lists.filter(({ length }) => length > 0);
    if (left.length === 0) return order;
    const isLater = (one: KnownClass): boolean =>
      left.some((list) => list.slice(1).some((other) => isSameClass(one, other)));
    const next = left.map(([first]) => first).find((one) => one !== undefined && !isLater(one));
    if (next === undefined || order.length > maximumFamily) return undefined;
    order.push(next);
    for (const list of left) if (list[0] !== undefined && isSameClass(list[0], next)) list.shift();
  }
}

export function isRelated(one: KnownClass, other: KnownClass): boolean {
  return isMadeFrom(one, other) || isMadeFrom(other, one);
}

function isMadeFrom(child: KnownClass, parent: KnownClass): boolean {
  return isSameClass(child, parent) || ancestorsOf(child).some((ancestor) => isSameClass(ancestor, parent));
}

function classesNamed(finder: OriginFinder, node: SyntaxNode): readonly KnownClass[] {
  return finder.of(node).flatMap((origin) => {
    const use = classOf(origin.finder.module, origin.node);
    return use === undefined || use.isInstance ? [] : [{ definition: use.definition, finder: origin.finder }];
  });
}

/** The subclasses of a class, from all files that mention it. Undefined if there are too many. */
export function descendantsOf(parent: KnownClass): readonly KnownClass[] | undefined {
  const work = (): readonly ModuleNode[] | undefined => findDescendants(parent)?.map(placeOf);
  return parent.finder.remember(`descendants:${parent.definition.from}`, work)?.map(classAt);
}

function findDescendants(parent: KnownClass): readonly KnownClass[] | undefined {
  const found: KnownClass[] = [];
  const queue: KnownClass[] = [parent];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const child of childrenOfClass(next)) {
      if (isSameClass(child, parent) || found.some((one) => isSameClass(one, child))) continue;
      if (found.length >= maximumFamily) return undefined;
      found.push(child);
      queue.push(child);
    }
  }
  return found;
}

/** Finds classes that list the class among their bases, under its original name or an alias. */
function childrenOfClass(parent: KnownClass): readonly KnownClass[] {
  const name = nameOf(parent.definition);
  const words = name === undefined ? [] : [parent.finder.module.textOf(name)];
  const found: KnownClass[] = [];
  for (const word of words) {
    for (const finder of modulesMentioning(parent.finder, word)) {
      found.push(...childrenIn(finder, word, parent));
      if (words.length >= maximumFamily) continue;
      words.push(...aliasesIn(finder.module.text, word).filter((alias) => !words.includes(alias)));
    }
  }
  return found;
}

function childrenIn(finder: OriginFinder, word: string, parent: KnownClass): readonly KnownClass[] {
  return [...finder.module.occurrences([word], finder.module.root)].flatMap((node) => {
    const child = classWithBase(node);
    const bases = child === undefined ? [] : classesNamed(finder, baseAround(node));
    const isOurs = bases.some((one) => isSameClass(one, parent));
    return child !== undefined && isOurs ? [{ definition: child, finder }] : [];
  });
}

/** Finds `import word as alias` and `alias = word` in the text, without parsing. */
function aliasesIn(text: string, word: string): readonly string[] {
  const pattern = new RegExp(
    String.raw`\b${word}\s+as\s+(\w+)|\b(\w+)[ \t]*(?::[^=\n]*)?=[ \t]*(?:\w+\.)*${word}\b(?![ \t]*[(.[])`,
    'g',
  );
  return [...text.matchAll(pattern)].flatMap((match) => match[1] ?? match[2] ?? []);
}

/** Returns `names.Base`, given its `Base`. */
function baseAround(node: SyntaxNode): SyntaxNode {
  return node.name === 'PropertyName' && node.parent !== null ? node.parent : node;
}

/** Returns the class that lists `node` among its bases. */
export function classWithBase(node: SyntaxNode): SyntaxNode | undefined {
  const list = baseAround(node).parent;
  const definition = list?.parent;
  return list?.name === 'ArgList' && definition?.name === 'ClassDefinition' ? definition : undefined;
}

/** Whether code in a class assigns `name`, either as a class constant or as an attribute of any object. */
export function givesAttribute(
  owner: KnownClass,
  name: string,
  isTarget: (member: SyntaxNode) => boolean,
): boolean {
  const { definition, finder } = owner;
  return finder.module.bindingsIn(definition, name).length > 0 || setsAttribute(owner, name, isTarget);
}

/** Whether code in a class assigns `name` as an attribute of any object. */
export function setsAttribute(
  { definition, finder }: KnownClass,
  name: string,
  isTarget: (member: SyntaxNode) => boolean,
): boolean {
  for (const node of finder.module.occurrences([name], definition)) {
    const member = node.parent;
    if (node.name !== 'PropertyName' || member === null || attributeOf(member) === undefined) continue;
    if (contains(definition, member) && isTarget(member)) return true;
  }
  return false;
}
