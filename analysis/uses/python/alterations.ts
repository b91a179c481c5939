import type { SyntaxNode } from '@lezer/common';
import { bindingAt } from '../../flow/python/binding.ts';
import { isTarget } from '../../flow/python/plain-reads.ts';
import type { PythonModule } from '../../flow/python/python-module.ts';
import { scopeOf } from '../../flow/python/scope.ts';
import { attributeOf, callAround, callOf, childrenOf } from '../../syntax/python/syntax.ts';

const display = /^(?:Array|Dictionary|Set|Tuple)Expression$/;
/** They leave what they are given as it is. */
const looking = /^(?:all|any|bool|getattr|hasattr|hash|id|isinstance|len|p?print|repr|setattr|str|type)$/;
const altering = new Set(['clear', 'pop', 'popitem', 'setdefault', 'update']);

/** Where code first changes what a name stands for, or gives it to somebody who may. */
interface Places {
  readonly changed: number;
  readonly handed: number;
}

/** `changed`: the dictionary is another one than it was. `handed`: if it is one, it may be. */
export type Alteration = 'changed' | 'handed' | undefined;

/**
 * Tells which variables hold a dictionary that code changes after it has made it: it may have put
 * something harmless (`safe["token"] = "***"`) where the secret was.
 */
export class Alterations {
  readonly #module: PythonModule;
  readonly #known = new Map<string, Places>();

  constructor(module: PythonModule) {
    this.#module = module;
  }

  /**
   * By name: whether any place of a variable or attribute changes what it holds. `isNow`: what it holds when
   * code comes to `expression` matters, and not later.
   */
  of(expression: SyntaxNode, isNow = false): Alteration {
    const name = attributeOf(expression)?.property ?? expression;
    if (name.name !== 'VariableName' && name.name !== 'PropertyName') return undefined;
    const scope = name.name === 'VariableName' ? scopeOf(name) : this.#module.root;
    const word = this.#module.textOf(name);
    const key = `${scope.from}:${scope.name}:${name.name}:${word}`;
    const known = this.#known.get(key) ?? this.#find(name, scope);
    this.#known.set(key, known);
    const end = isNow && name.name === 'VariableName' && !isRepeated(name) ? name.from : Infinity;
    if (known.changed < end) return 'changed';
    return known.handed < end ? 'handed' : undefined;
  }

  /** The display, or the call that brings one, that a name was bound to, when nothing is known to change it. */
  displayOf(name: SyntaxNode): SyntaxNode | undefined {
    const owner = bindingAt(this.#module.text, name)?.owner;
    const [target, operator, value, more] = owner?.name === 'AssignStatement' ? childrenOf(owner) : [];
    const isPlain = target?.name === 'VariableName' && operator?.name === 'AssignOp' && more === undefined;
    return isPlain &&
      value !== undefined &&
      (display.test(value.name) || value.name === 'CallExpression') &&
      this.of(name) === undefined
      ? value
      : undefined;
  }

  #find(name: SyntaxNode, scope: SyntaxNode): Places {
    let [changed, handed] = [Infinity, Infinity];
    for (const node of this.#module.occurrences([this.#module.textOf(name)], scope)) {
      // `key` and `x.key` are two things.
      if (node.name !== name.name) continue;
      const expression = node.name === 'PropertyName' ? node.parent : node;
      if (expression?.parent?.name === 'ArgList') {
        if (this.#isHandedOver(expression.parent)) handed = Math.min(handed, node.from);
      } else if (expression !== null && this.#isChanged(expression)) changed = Math.min(changed, node.from);
    }
    return { changed, handed };
  }

  #isChanged(expression: SyntaxNode): boolean {
    const parent = expression.parent;
    if (parent?.name !== 'MemberExpression' || parent.firstChild?.from !== expression.from) return false;
    const property = attributeOf(parent)?.property;
    if (property === undefined) return isTarget(parent);
    return altering.has(this.#module.textOf(property)) && callAround(parent) !== undefined;
  }

  /** `redact(x)` alone on its line: a function that gives nothing back, and cannot be looked into or says so. */
  #isHandedOver(list: SyntaxNode): boolean {
    const call = list.parent;
    const callee = call === null ? undefined : callOf(call)?.callee;
    if (call?.parent?.name !== 'ExpressionStatement' || callee?.name !== 'VariableName') return false;
    const name = this.#module.textOf(callee);
    if (/clean|drop|filter|hide|mask|redact|remove|sanit|scrub|strip/i.test(name)) return true;
    return !looking.test(name) && !new RegExp(String.raw`\bdef[ \t]+${name}\b`).test(this.#module.text);
  }
}

/** Code that comes again, in a loop or in a function of its own, may come after what stands below it. */
function isRepeated(name: SyntaxNode): boolean {
  for (let outer = name.parent; outer !== null; outer = outer.parent) {
    if (outer.name === 'ForStatement' || outer.name === 'WhileStatement') return true;
    if (outer.name === 'LambdaExpression' || outer.name.endsWith('ComprehensionExpression')) return true;
    if (outer.name === 'FunctionDefinition' || outer.name === 'ClassDefinition') return false;
  }
  return false;
}
