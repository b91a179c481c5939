import type { SyntaxNode } from '@lezer/common';
import { bindingAt } from '../../flow/binding.ts';
import { isTarget } from '../../flow/plain-reads.ts';
import type { PythonModule } from '../../flow/python-module.ts';
import { scopeOf } from '../../flow/scope.ts';
import { attributeOf, callAround, callOf, childrenOf } from '../../languages/python/syntax.ts';

const display = /^(?:Array|Dictionary|Set|Tuple)Expression$/;
const altering = new Set(['clear', 'pop', 'popitem', 'setdefault', 'update']);

/**
 * Tells which variables hold a dictionary that code changes after it has made it: it may have put
 * something harmless (`safe["token"] = "***"`) where the secret was.
 */
export class Alterations {
  readonly #module: PythonModule;
  readonly #known = new Map<string, boolean>();

  constructor(module: PythonModule) {
    this.#module = module;
  }

  /** By name: whether any place of a variable or attribute changes what it holds. */
  of(expression: SyntaxNode): boolean {
    const name = attributeOf(expression)?.property ?? expression;
    if (name.name !== 'VariableName' && name.name !== 'PropertyName') return false;
    const scope = name.name === 'VariableName' ? scopeOf(name) : this.#module.root;
    const word = this.#module.textOf(name);
    const key = `${scope.from}:${scope.name}:${name.name}:${word}`;
    const known = this.#known.get(key) ?? this.#find(name, scope);
    this.#known.set(key, known);
    return known;
  }

  /** The display that a name was bound to, when nothing is known to change it; others may well add to it. */
  displayOf(name: SyntaxNode): SyntaxNode | undefined {
    const owner = bindingAt(this.#module.text, name)?.owner;
    const [target, operator, value, more] = owner?.name === 'AssignStatement' ? childrenOf(owner) : [];
    const isPlain = target?.name === 'VariableName' && operator?.name === 'AssignOp' && more === undefined;
    return isPlain && value !== undefined && display.test(value.name) && !this.of(name) ? value : undefined;
  }

  #find(name: SyntaxNode, scope: SyntaxNode): boolean {
    for (const node of this.#module.occurrences([this.#module.textOf(name)], scope)) {
      // `key` and `x.key` are two things.
      if (node.name !== name.name) continue;
      const expression = node.name === 'PropertyName' ? node.parent : node;
      if (expression !== null && this.#isAltered(expression)) return true;
    }
    return false;
  }

  #isAltered(expression: SyntaxNode): boolean {
    const parent = expression.parent;
    if (parent?.name === 'ArgList') return this.#isHandedOver(parent);
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
    return !/^p?print$/.test(name) && !new RegExp(String.raw`\bdef[ \t]+${name}\b`).test(this.#module.text);
  }
}
