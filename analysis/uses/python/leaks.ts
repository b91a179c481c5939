import type { SyntaxNode } from '@lezer/common';
import { bindingsSeenBy } from '../../flow/python/lookup.ts';
import { definitionOf } from '../../flow/python/calls.ts';
import {
  argumentsOf,
  attributeOf,
  callOf,
  childrenOf,
  commaGroups,
  isSameNode,
} from '../../syntax/python/syntax.ts';
import type { Span } from '../../model/parsed-file.ts';
import { sentence } from '../../../contracts/words.ts';
import { parameterAt } from './definitions.ts';
import { cacheCall, cacheDecorator, cacheTarget } from './cache-sinks.ts';
import { isModelReturn, modelSink, stateSink, stateTarget } from './conversation-sinks.ts';
import { exceptionSink } from './exception-sinks.ts';
import { isKnownEmpty } from './secret-values.ts';
import { logSink } from './log-sinks.ts';
import { carrierAround } from './carriers.ts';
import type { UseContext, UsePlace } from './use-context.ts';
import type { PythonFile } from '../../references/python/python-file.ts';
import { stringValue } from '../../syntax/python/strings.ts';
import { isCredentialField } from '../credential-field.ts';
import { shownByPercent } from './shown.ts';

/** Yields where `value` leaks, based on the syntax alone. `place` is the value that it carries. */
export function* leaksOf(context: UseContext, place: SyntaxNode, value: SyntaxNode): Generator<UsePlace> {
  const leak = leakOf(context, value);
  if (leak !== undefined && !isParameter(context, place)) yield leak;
  const span = cachedAt(context, value);
  if (span !== undefined) yield { kind: 'cache', span };
}

/**
 * If a helper uses its parameter, that is reported at the calls of the helper, because the value enters
 * there.
 */
function isParameter({ file }: UseContext, place: SyntaxNode): boolean {
  if (place.name !== 'VariableName') return false;
  const bindings = bindingsSeenBy(file.module, place) ?? [];
  return bindings.length > 0 && bindings.every(({ kind }) => kind === 'parameter');
}

function leakOf(context: UseContext, value: SyntaxNode): UsePlace | undefined {
  const direct = directLeak(context, value);
  if (direct !== undefined || value.parent?.name !== 'ArgList') return direct;
  return throughHelper(context, value.parent, value);
}

function directLeak({ file }: UseContext, value: SyntaxNode): UsePlace | undefined {
  const span = spanOf(value);
  const parent = value.parent;
  const raised = exceptionSink(file, value);
  if (raised !== undefined) return { kind: 'log', span, sink: raised };
  if (parent === null) return undefined;
  switch (parent.name) {
    case 'ArgList': {
      const call = parent.parent;
      return call?.name === 'CallExpression' ? leakThroughCall(file, call, value) : undefined;
    }
    case 'AssignStatement':
    case 'UpdateStatement': {
      const sink = firstOf(targetsOf(parent, value), (target) => stateTarget(file, target));
      return sink === undefined ? undefined : { kind: 'state', span, sink };
    }
    case 'ReturnStatement':
      return isModelReturn(file, parent)
        ? { kind: 'model', span, sink: sentence('the return value') }
        : undefined;
    default:
      return undefined;
  }
}

function leakThroughCall(
  file: UseContext['file'],
  call: SyntaxNode,
  value: SyntaxNode,
): UsePlace | undefined {
  const span = spanOf(value);
  const log = logSink(file, call);
  if (log !== undefined)
    return isHiddenByTemplate(file, call, value) ? undefined : { kind: 'log', span, sink: log };
  const model = modelSink(file, call);
  if (model !== undefined) return { kind: 'model', span, sink: model };
  const state = stateSink(file, call, value);
  return state === undefined ? undefined : { kind: 'state', span, sink: state };
}

/** Follows one level: a function of this module that logs its parameter. */
function throughHelper(context: UseContext, list: SyntaxNode, value: SyntaxNode): UsePlace | undefined {
  const { file, definitions } = context;
  for (const called of definitions.called(list)) {
    const parameter = parameterAt(file.module, called, list, value);
    const leak =
      parameter && isCalled(context, list, called.definition) && leakOfParameter(context, parameter);
    const name = called.definition.getChild('VariableName');
    if (!leak || !name) continue;
    const holes = { sink: leak.sink ?? '', function: file.module.textOf(name) };
    return { ...leak, span: spanOf(value), sink: sentence('{sink} in {function}', holes) };
  }
  return undefined;
}

function isCalled({ file }: UseContext, list: SyntaxNode, definition: SyntaxNode): boolean {
  const callee = list.parent?.firstChild;
  const origins = callee ? file.origins.of(callee) : [];
  return (
    origins.length > 0 &&
    origins.every(({ node, finder }) => finder === file.origins && isSameNode(definitionOf(node), definition))
  );
}

function leakOfParameter(context: UseContext, parameter: SyntaxNode): UsePlace | undefined {
  const { module } = context.file;
  const definition = parameter.parent?.parent;
  if (!definition) return undefined;
  for (const node of module.occurrences([module.textOf(parameter)], definition)) {
    if (node.name !== 'VariableName' || node.parent?.name === 'ParamList') continue;
    if (node.nextSibling?.name === 'AssignOp') continue;
    const bindings = bindingsSeenBy(module, node) ?? [];
    const isIt = bindings.length === 1 && bindings.every((binding) => isSameNode(binding.node, parameter));
    if (!isIt || isKnownEmpty(module, node)) continue;
    const leak = directLeak(context, carrierAround(context.file, node));
    if (leak !== undefined) return leak;
  }
  return undefined;
}

function cachedAt({ file }: UseContext, value: SyntaxNode): Span | undefined {
  const parent = value.parent;
  if (parent === null) return undefined;
  switch (parent.name) {
    case 'AssignStatement': {
      const target = targetsOf(parent, value).find((one) => cacheTarget(file, one, value));
      return target && spanOf(target);
    }
    case 'ReturnStatement':
      return cacheDecorator(file, parent);
    case 'ArgList': {
      const object =
        parent.parent?.name === 'CallExpression' ? cacheCall(file, parent.parent, value) : undefined;
      return object && spanOf(object);
    }
    default:
      return undefined;
  }
}

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function spanOf({ from, to }: SyntaxNode): Span {
  return { start: from, end: to };
}

/**
 * `log.info("key %.4s…", x)`, `log.info("%(client_id)s", x)`: whether the log template hides the argument.
 */
function isHiddenByTemplate({ module }: PythonFile, call: SyntaxNode, value: SyntaxNode): boolean {
  const parts = callOf(call);
  if (parts === undefined || attributeOf(parts.callee) === undefined) return false;
  const given = argumentsOf(module.text, parts.list);
  const hasPlaces = given.every(({ star, keyword }) => star === undefined || keyword !== undefined);
  const at = given.findIndex(({ keyword, value: one }) => keyword === undefined && isSameNode(one, value));
  const from = given.findIndex((one) => one.value && /%/.test(stringValue(module.text, one.value) ?? ''));
  const template = given[from]?.value;
  const shown = template && shownByPercent(stringValue(module.text, template) ?? '');
  if (!hasPlaces || from === -1 || at <= from || shown === undefined) return false;
  const names = shown.flatMap(({ key }) => (typeof key === 'string' ? [key] : []));
  if (names.length > 0) return !names.some(isCredentialField);
  return !shown.some(({ key }) => key === at - from - 1);
}

/**
 * Returns each target of `a = b = value` and `a += value`. For `a, b = value, other`, returns the target at
 * the same position as the value.
 */
function targetsOf(owner: SyntaxNode, value: SyntaxNode): readonly SyntaxNode[] {
  const end = (owner.getChildren('AssignOp').at(-1) ?? owner.getChild('UpdateOp'))?.from ?? 0;
  if (value.from < end) return [];
  if (owner.getChild(',') !== null) return targetInPlace(owner, value);
  const targets: SyntaxNode[] = [];
  for (let child = owner.firstChild; child !== null && child.to <= end; child = child.nextSibling)
    if (isPlace(child)) targets.push(child);
  return targets;
}

function targetInPlace(owner: SyntaxNode, value: SyntaxNode): readonly SyntaxNode[] {
  const [operator, more] = owner.getChildren('AssignOp');
  if (operator === undefined || more !== undefined || owner.getChild('*') !== null) return [];
  const children = childrenOf(owner);
  const targets = commaGroups(children.filter(({ to }) => to <= operator.from));
  const values = commaGroups(children.filter(({ from }) => from >= operator.to));
  const [target] = targets[values.findIndex(([first]) => first?.from === value.from)] ?? [];
  return targets.length === values.length && target !== undefined && isPlace(target) ? [target] : [];
}

function isPlace({ name }: SyntaxNode): boolean {
  return name === 'VariableName' || name === 'MemberExpression';
}
