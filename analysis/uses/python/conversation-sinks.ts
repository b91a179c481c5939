import type { SyntaxNode } from '@lezer/common';
import { decoratorsOf, scopeOf } from '../../flow/python/scope.ts';
import type { PythonFile } from '../../references/python/python-file.ts';
import { attributeOf, callOf, subscriptOf } from '../../syntax/python/syntax.ts';

/** `conv`, `self.conv`, `self._conv`. */
const conversation = /^(?:\w+\.)*_?conv$/;
/**
 * Methods of dictionaries, lists and sets that store their arguments. For some of them, the first argument is
 * the key.
 */
const keeping = /^(?:update|setdefault|set|append|appendleft|add|extend|insert)$/;
const keyed = /^(?:setdefault|set|insert)$/;
const storesOfConversation = /^(?:\w+\.)*_?(conv\.(?:state|memory))$/;

/** Returns the sink through which the arguments of a call reach the model. Undefined if they do not. */
export function modelSink(file: PythonFile, call: SyntaxNode): string | undefined {
  const parts = callOf(call);
  const name = parts && file.module.textOf(parts.callee).replaceAll(/\s/g, '');
  const match = name === undefined ? null : /^(.*)\.(say|utils\.prompt_llm)$/.exec(name);
  return match !== null && conversation.test(match[1] ?? '') ? name : undefined;
}

/** Returns what stores the arguments of a call beyond the turn: `conv.state.update`, `conv.write_metric`. */
export function stateSink(file: PythonFile, call: SyntaxNode, value: SyntaxNode): string | undefined {
  const parts = callOf(call);
  if (parts === undefined) return undefined;
  const { callee, list } = parts;
  const method = attributeOf(callee);
  if (method === undefined) return setsAttribute(file, callee, list);
  const name = file.module.textOf(method.property);
  if (name === 'write_metric')
    return conversation.test(textOf(file, method.object)) ? 'conv.write_metric' : undefined;
  if (!keeping.test(name)) return undefined;
  const isKey = keyed.test(name) && value.prevSibling?.name === '(';
  return isKey ? undefined : storeOf(file, method.object);
}

/** `setattr(conv.state, "token", x)` */
function setsAttribute(file: PythonFile, callee: SyntaxNode, list: SyntaxNode): string | undefined {
  const target = list.firstChild?.nextSibling;
  if (file.module.textOf(callee) !== 'setattr' || target === null || target === undefined) return undefined;
  return storeOf(file, target);
}

/** Returns what stores a value that is assigned or added to `target`. */
export function stateTarget(file: PythonFile, target: SyntaxNode): string | undefined {
  if (target.parent?.name === 'UpdateStatement' && attributeOf(target) !== undefined) {
    const store = storeCalled(textOf(file, target));
    if (store !== undefined) return store;
  }
  const object = attributeOf(target)?.object ?? subscriptOf(target)?.object;
  return object && storeOf(file, object);
}

/**
 * Returns the store, such as `conv.state`, if the object is the store, another name for it, or something
 * inside it.
 */
function storeOf(file: PythonFile, object: SyntaxNode): string | undefined {
  const inner = innermost(object);
  if (inner.name !== 'VariableName') {
    const outer = attributeOf(inner)?.object;
    return storeCalled(textOf(file, inner)) ?? (outer && storeCalled(textOf(file, innermost(outer))));
  }
  const stores = new Set(
    file.origins.of(inner).map(({ node, finder }) => storeCalled(finder.module.textOf(node))),
  );
  const [store] = stores;
  return stores.size === 1 ? store : undefined;
}

function storeCalled(text: string): string | undefined {
  return storesOfConversation.exec(text)?.[1];
}

/** Returns `conv.state` in `conv.state["guest"]["keys"]`. */
function innermost(object: SyntaxNode): SyntaxNode {
  const outer = subscriptOf(object)?.object;
  return outer === undefined ? object : innermost(outer);
}

function textOf(file: PythonFile, node: SyntaxNode): string {
  return file.module.textOf(node).replaceAll(/\s/g, '');
}

const describing = /^func_(?:description|parameter)\b/;

/**
 * Whether the value of a `return` goes to the model. The platform calls the functions that are described to
 * the model. Other functions may be helpers that return a value to code.
 */
export function isModelReturn(file: PythonFile, statement: SyntaxNode): boolean {
  const definition = scopeOf(statement);
  if (statement.name !== 'ReturnStatement' || definition.name !== 'FunctionDefinition') return false;
  if (scopeOf(definition).name !== 'Script') return false;
  const [first] = definition.getChild('ParamList')?.getChildren('VariableName') ?? [];
  if (first === undefined || !/^_?conv$/.test(file.module.textOf(first))) return false;
  return decoratorsOf(file.module.text, definition).some((decorator) => describing.test(decorator));
}
