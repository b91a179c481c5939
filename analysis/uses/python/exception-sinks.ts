import type { SyntaxNode } from '@lezer/common';
import { bindingsSeenBy } from '../../flow/python/lookup.ts';
import { scopeOf } from '../../flow/python/scope.ts';
import type { PythonFile } from '../../references/python/python-file.ts';
import { sentence, type Sentence } from '../../../contracts/words.ts';
import { ancestorsOf, classOf, type KnownClass } from '../../flow/python/classes.ts';
import { attributeOf, callAround, callOf, isSameNode } from '../../syntax/python/syntax.ts';
import { parameterAt } from './definitions.ts';

const sink = sentence('the text of an exception');

/** The names that web frameworks use for an exception message. The frameworks send or log that message. */
const textNames = /^(?:detail|message|msg|description|reason)$/;

/**
 * `raise Problem(f"… {x}")`, `assert ok, f"… {x}"`. Only positional arguments count, because an exception
 * message consists of these.
 */
export function exceptionSink(file: PythonFile, value: SyntaxNode): Sentence | undefined {
  const parent = value.parent;
  if (parent?.name === 'AssertStatement') return value.prevSibling?.name === ',' ? sink : undefined;
  const call = parent?.name === 'ArgList' ? parent.parent : null;
  if (call?.name !== 'CallExpression') return undefined;
  const keyword = value.prevSibling?.name === 'AssignOp' ? value.prevSibling.prevSibling : null;
  if (keyword && !textNames.test(file.module.textOf(keyword))) return undefined;
  return (isRaised(call) || isRaisedByName(file, call)) && mayShow(file, call, value) ? sink : undefined;
}

function isRaised(expression: SyntaxNode): boolean {
  return expression.prevSibling?.name === 'raise' && expression.parent?.name === 'RaiseStatement';
}

/** `problem = Problem(x)` followed by `raise problem`, if the name can refer to nothing else. */
function isRaisedByName({ module }: PythonFile, call: SyntaxNode): boolean {
  const [name, operator] = [call.parent?.firstChild, call.prevSibling];
  if (call.parent?.name !== 'AssignStatement' || operator?.name !== 'AssignOp') return false;
  if (name?.name !== 'VariableName' || operator.prevSibling?.from !== name.from) return false;
  for (const node of module.occurrences([module.textOf(name)], scopeOf(name))) {
    if (node.name !== 'VariableName' || !isRaised(node)) continue;
    const bindings = bindingsSeenBy(module, node) ?? [];
    if (bindings.length > 0 && bindings.every((binding) => binding.node.from === name.from)) return true;
  }
  return false;
}

/**
 * Whether a call creates an exception whose message may contain the argument `value`. Functions are not
 * followed.
 */
function mayShow(file: PythonFile, call: SyntaxNode, value: SyntaxNode): boolean {
  const callee = callOf(call)?.callee;
  if (callee === undefined) return false;
  const name = file.module.textOf(attributeOf(callee)?.property ?? callee);
  const made = file.origins.of(callee).flatMap(({ node, finder }) => {
    const definition = classOf(finder.module, node)?.definition;
    return definition === undefined ? [] : [{ definition, finder }];
  });
  if (made.length === 0) return /^_*[A-Z]/.test(name);
  // Python itself does not include keyword arguments in the message.
  return value.prevSibling?.name !== 'AssignOp' && made.every((one) => shows(file, one, call, value));
}

/**
 * An exception message consists of the arguments that are passed to `__init__` of the base class, or of all
 * arguments if it is not called.
 */
function shows(file: PythonFile, made: KnownClass, call: SyntaxNode, value: SyntaxNode): boolean {
  const text = methodOf(made, '__str__');
  if (text !== undefined && !/\b(?:args|super)\b/.test(text.module.textOf(text.definition))) return false;
  const constructor = methodOf(made, '__init__');
  const list = callOf(call)?.list;
  if (constructor === undefined || list === undefined) return true;
  const { definition, module } = constructor;
  const parameter = parameterAt(file.module, { definition, shift: 1 }, list, value);
  const lists = [...module.occurrences(['__init__'], definition)].flatMap(({ parent }) => {
    const passing = parent?.name === 'MemberExpression' ? callAround(parent) : undefined;
    return (passing && callOf(passing)?.list) ?? [];
  });
  if (parameter === undefined || lists.length === 0) return true;
  return lists.some((passed) =>
    [...module.occurrences([module.textOf(parameter)], passed)].some((node) => isIn(passed, node)),
  );
}

function methodOf(
  made: KnownClass,
  name: string,
): { readonly definition: SyntaxNode; readonly module: PythonFile['module'] } | undefined {
  for (const { definition, finder } of [made, ...ancestorsOf(made)]) {
    const [binding] = finder.module.bindingsIn(definition, name);
    if (binding?.kind === 'function') return { definition: binding.owner, module: finder.module };
  }
  return undefined;
}

/** Whether the value is used directly rather than inside another call: `len(key)` shows nothing of it. */
function isIn(list: SyntaxNode, node: SyntaxNode): boolean {
  let outer = node;
  while (outer.parent !== null && outer.name !== 'ArgList') outer = outer.parent;
  return isSameNode(outer, list);
}
