import type { SyntaxNode } from '@lezer/common';
import { bindingAt } from '../../flow/python/binding.ts';
import { isTarget } from '../../flow/python/plain-reads.ts';
import type { PythonModule } from '../../flow/python/python-module.ts';
import { scopeOf } from '../../flow/python/scope.ts';
import { attributeOf, callAround, callOf, childrenOf } from '../../syntax/python/syntax.ts';

const display = /^(?:Array|Dictionary|Set|Tuple)Expression$/;
/** Functions that do not modify their arguments. */
const looking = /^(?:all|any|bool|getattr|hasattr|hash|id|isinstance|len|p?print|repr|setattr|str|type)$/;
const altering = new Set(['clear', 'pop', 'popitem', 'setdefault', 'update']);

/** The places where code first modifies the value of a name, or passes it to code that may modify it. */
interface Places {
  readonly changed: number;
  readonly handed: number;
}

/** `changed` means that the dictionary was modified, and `handed` means that it may have been modified. */
export type Alteration = 'changed' | 'handed' | undefined;

/**
 * Determines which variables contain a dictionary that code modifies after creating it. The code may have
 * replaced the secret with something harmless (`safe["token"] = "***"`).
 */
export class Alterations {
  readonly #module: PythonModule;
  readonly #known = new Map<string, Places>();

  constructor(module: PythonModule) {
    this.#module = module;
  }

  /**
   * Whether any occurrence of a variable or attribute modifies its value. Found by name. `isNow` limits this
   * to modifications that happen before code reaches `expression`.
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

  /**
   * Returns the literal that a name was bound to, or the call that returned it, if no modification is known.
   */
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
      // `key` and `x.key` are different.
      if (node.name !== name.name) continue;
      const expression = node.name === 'PropertyName' ? node.parent : node;
      if (expression?.parent?.name === 'ArgList') {
        if (this.#isPassedOn(expression.parent)) handed = Math.min(handed, node.from);
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

  /**
   * `redact(x)` as a statement may modify `x`, because its result is not used. Counts if the function's name
   * suggests it, or if the file does not define the function.
   */
  #isPassedOn(list: SyntaxNode): boolean {
    const call = list.parent;
    const callee = call === null ? undefined : callOf(call)?.callee;
    if (call?.parent?.name !== 'ExpressionStatement' || callee?.name !== 'VariableName') return false;
    const name = this.#module.textOf(callee);
    if (/clean|drop|filter|hide|mask|redact|remove|sanit|scrub|strip/i.test(name)) return true;
    return !looking.test(name) && !new RegExp(String.raw`\bdef[ \t]+${name}\b`).test(this.#module.text);
  }
}

/** Code in a loop or in a separate function may run after code below it. */
function isRepeated(name: SyntaxNode): boolean {
  for (let outer = name.parent; outer !== null; outer = outer.parent) {
    if (outer.name === 'ForStatement' || outer.name === 'WhileStatement') return true;
    if (outer.name === 'LambdaExpression' || outer.name.endsWith('ComprehensionExpression')) return true;
    if (outer.name === 'FunctionDefinition' || outer.name === 'ClassDefinition') return false;
  }
  return false;
}
