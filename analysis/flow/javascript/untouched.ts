import type { SyntaxNode } from '@lezer/common';
import type { Binding } from './binding.ts';
import { argumentsOf, parametersOf } from './functions.ts';
import { isLeftByImporters, nameInImports } from './importers.ts';
import type { JavaScriptModule } from './module.ts';
import type { OriginFinder } from './origin.ts';
import { isSameNode, keyOf, targetOf, unwrapped, wrapped } from '../../syntax/javascript/syntax.ts';

const literals = /^(?:ArrayExpression|ObjectExpression|Property|NewExpression|ArgList|CallExpression)$/;

/** Whether an object or array literal is never modified, as far as its file and those that import it show. */
export function isUntouched(finder: OriginFinder, literal: SyntaxNode): boolean {
  const known = answers.get(finder) ?? new Map<string, boolean>();
  answers.set(finder, known);
  const key = `${String(literal.from)}:${String(literal.to)}`;
  const answer = known.get(key) ?? isNeverTouched(finder, literal);
  known.set(key, answer);
  return answer;
}

const answers = new WeakMap<OriginFinder, Map<string, boolean>>();

function isNeverTouched(finder: OriginFinder, literal: SyntaxNode): boolean {
  const { module } = finder;
  if (literal.name === 'EnumDeclaration') return true;
  let whole = wrapped(literal);
  while (whole.parent !== null && literals.test(whole.parent.name)) whole = wrapped(whole.parent);
  // The entries of a `Map` are written as arrays.
  const isMap = /^new\s+Map\b/.test(module.textOf(unwrapped(whole)));
  const layers = Math.max(1, layersOf(unwrapped(whole)) - (isMap ? 1 : 0));
  const isFrozen = layers === 1 && module.textOf(whole).startsWith('Object.freeze(');
  if (isFrozen || /\bas\s+const$/.test(module.textOf(whole))) return true;
  const isKept = isRecord(module, literal);
  const target = targetOf(whole);
  if (target?.name === 'VariableDefinition') {
    const binding = module.bindingOf(target);
    if (binding === undefined || !new Uses(module, isKept).areHarmless(binding, layers)) return false;
    return (
      !/\bexports?\b/.test(module.text) ||
      !isSameNode(binding.scope, module.tree.topNode) ||
      isLeftByImporters(finder, module.textOf(target), (other, use) =>
        new Uses(other, isKept).isHarmless(use, layers),
      )
    );
  }
  const member = target?.name === 'PropertyDefinition' ? target : undefined;
  if (member === undefined) return true;
  const name = module.textOf(member);
  return [finder, ...finder.others.mentioning(nameInImports(module.file.uri))].every((other) =>
    isMemberUntouched(other.module, name, isKept, layers),
  );
}

/** The value of these expressions is not the object or array literal in them. */
const computed = /^(?:ArrowFunction|FunctionExpression|MemberExpression)$/;

/** How deeply objects and arrays are nested in a literal, including itself. */
function layersOf(literal: SyntaxNode): number {
  let most = 0;
  const isLayer = /^(?:Array|Object)Expression$/.test(literal.name);
  for (let child = literal.firstChild; child !== null; child = child.nextSibling)
    if (!computed.test(child.name)) most = Math.max(most, layersOf(child));
  return most + (isLayer ? 1 : 0);
}

/** `static NAMES = { … }`. Checked by name alone. */
function isMemberUntouched(module: JavaScriptModule, name: string, isKept: boolean, layers: number): boolean {
  const uses = new Uses(module, isKept);
  for (const node of module.occurrences([name])) {
    const use = node.parent;
    const isUse = node.name === 'PropertyName' && use?.name === 'MemberExpression';
    if (isUse && !uses.isHarmless(use, layers)) return false;
  }
  return true;
}

/** Methods that return an entry, those that return a copy, and those that pass entries to a function. */
const picking = /^(?:at|find|findLast|get)$/;
const copying = /^(?:concat|filter|slice|toReversed|toSorted|values)$/;
const calling = /^(?:every|filter|find|findIndex|findLast|flatMap|forEach|map|reduce|some)$/;
const reading =
  /^(?:at|concat|entries|every|filter|find|findIndex|findLast|flatMap|forEach|get|has|includes|indexOf|join|keys|lastIndexOf|map|reduce|slice|some|toReversed|toSorted|values)$/;
const readers =
  /^(?:Object\.(?:entries|freeze|hasOwn|keys|values)|Array\.from|console\.\w+|JSON\.stringify)$/;
/** The functions in `readers` whose result exposes the entries. */
const exposing = /^(?:Object\.(?:entries|freeze|values)|Array\.from)$/;

/** Beyond this number, variables for parts of one object are not followed. */
const maximumNames = 20;

/** Determines for each use of an object, and of the objects in it, whether the use leaves them unchanged. */
class Uses {
  readonly #module: JavaScriptModule;
  readonly #isRecord: boolean;
  #names = 0;

  /** `isKept` is true if the methods of the object do not modify it. */
  constructor(module: JavaScriptModule, isKept: boolean) {
    this.#module = module;
    this.#isRecord = isKept;
  }

  areHarmless(binding: Binding, layers: number): boolean {
    if (layers <= 0) return true;
    if (++this.#names > maximumNames) return false;
    return this.#module.usesOf(binding).every((use) => this.isHarmless(use, layers));
  }

  /**
   * Accepts reads of single entries, loops and copies. Any code that receives an entire object could modify
   * it. A value without layers is not an object.
   */
  isHarmless(use: SyntaxNode, layers: number): boolean {
    const outer = wrapped(use);
    const owner = outer.parent;
    if (owner === null) return false;
    switch (owner.name) {
      case 'ForOfSpec':
        return isSameNode(owner.getChild('of')?.nextSibling, outer) && this.#isLoopHarmless(owner, layers);
      case 'ForInSpec':
      case 'TypeofType':
      case 'ExpressionStatement':
      case 'ExportGroup':
        return true;
      case 'Property':
        // `{ ...NAMES }` is a copy, but `{ NAMES }` passes the object on, as modules do with their exports.
        return (owner.getChild('Spread') !== null && layers === 1) || isExports(this.#module, owner);
      case 'ArrayExpression':
        return outer.prevSibling?.name === 'Spread' && layers === 1;
      case 'BinaryExpression':
        return true;
      case 'ConditionalExpression':
        return isSameNode(owner.firstChild, outer) || this.isHarmless(owner, layers);
      case 'VariableDeclaration':
        return this.#isNameHarmless(targetOf(outer), layers);
      case 'MemberExpression':
        return isSameNode(owner.firstChild, outer) ? this.#isMemberHarmless(owner, layers) : true;
      case 'ArgList':
        return this.#isArgumentHarmless(owner, outer, layers);
      default:
        return false;
    }
  }

  /** `const { crm } = NAMES` and `const crm = NAMES.crm`. */
  #isNameHarmless(target: SyntaxNode | undefined, layers: number): boolean {
    if (target === undefined) return false;
    if (target.name === 'VariableDefinition') return this.#areNamesHarmless(target, layers);
    return target.name.endsWith('Pattern') && this.#areNamesHarmless(target, layers - 1);
  }

  /** The names that a pattern binds. Those in inner patterns have fewer layers than this. */
  #areNamesHarmless(target: SyntaxNode, layers: number): boolean {
    if (layers <= 0) return true;
    return namesIn(target).every((name) => {
      const binding = this.#module.bindingOf(name);
      return binding !== undefined && this.areHarmless(binding, layers);
    });
  }

  /** `for (const entry of NAMES)`. */
  #isLoopHarmless(loop: SyntaxNode, layers: number): boolean {
    const target = loop.getChild('of')?.prevSibling;
    const isDeclared = loop.getChild('const') ?? loop.getChild('let') ?? loop.getChild('var');
    return layers === 1 || (isDeclared !== null && this.#isNameHarmless(target ?? undefined, layers - 1));
  }

  #isArgumentHarmless(list: SyntaxNode, argument: SyntaxNode, layers: number): boolean {
    const call = list.parent;
    const callee = call?.firstChild;
    if (!call || !callee) return false;
    const name = this.#module.textOf(callee);
    // The sources of `Object.assign` are only read.
    if (name === 'Object.assign') return argument.prevSibling?.name !== '(' && layers === 1;
    if (!readers.test(name)) return false;
    return layers === 1 || !exposing.test(name) || this.isHarmless(call, layers);
  }

  #isMemberHarmless(member: SyntaxNode, layers: number): boolean {
    const outer = wrapped(member);
    const around = outer.parent;
    const isFirst = isSameNode(around?.firstChild, outer);
    if (around?.name === 'MemberExpression')
      return !isFirst || this.#isMemberHarmless(around, Math.max(1, layers - 1));
    if (around?.name === 'AssignmentExpression' && isFirst) return false;
    if (around?.name === 'CallExpression' && isFirst) return this.#isCallHarmless(around, member, layers);
    if (around?.getChild('delete') || around?.name === 'PostfixExpression') return false;
    return layers === 1 || this.isHarmless(outer, layers - 1);
  }

  #isCallHarmless(call: SyntaxNode, member: SyntaxNode, layers: number): boolean {
    const method = keyOf(member, this.#module.text) ?? '';
    // `__defineGetter__` is a method of every object.
    if (method.startsWith('__')) return false;
    if (!reading.test(method)) return this.#isRecord;
    if (layers === 1) return true;
    const [given] = argumentsOf(call.getChild('ArgList') ?? call) ?? [];
    if (calling.test(method) && !this.#isCallbackHarmless(given, layers - 1)) return false;
    if (picking.test(method)) return this.isHarmless(call, layers - 1);
    return !copying.test(method) || this.isHarmless(call, layers);
  }

  /** `NAMES.forEach((entry) => …)`. Only the first parameter receives an entry. */
  #isCallbackHarmless(callback: SyntaxNode | undefined, layers: number): boolean {
    if (callback === undefined || !/^(?:ArrowFunction|FunctionExpression)$/.test(callback.name)) return false;
    const [entry, ...others] = parametersOf(callback);
    return entry === undefined || (others.length === 0 && this.#isNameHarmless(entry, layers));
  }
}

function namesIn(target: SyntaxNode): readonly SyntaxNode[] {
  if (target.name === 'VariableDefinition') return [target];
  const names: SyntaxNode[] = [];
  for (let child = target.firstChild; child !== null; child = child.nextSibling)
    if (/^(?:VariableDefinition|PatternProperty|ArrayPattern|ObjectPattern)$/.test(child.name))
      names.push(...namesIn(child));
  return names;
}

function isExports(module: JavaScriptModule, property: SyntaxNode): boolean {
  const assignment = property.parent?.parent;
  const target = assignment?.name === 'AssignmentExpression' ? assignment.firstChild : null;
  return target !== null && module.textOf(target) === 'module.exports';
}

/** Whether the value is an object whose methods do not modify it. */
function isRecord(module: JavaScriptModule, literal: SyntaxNode): boolean {
  return literal.name === 'ObjectExpression' && !/\bthis\b/.test(module.textOf(literal));
}
