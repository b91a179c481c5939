import type { SyntaxNode } from '@lezer/common';
import {
  argumentsOf,
  attributeOf,
  callAround,
  callOf,
  childrenOf,
  isSameNode,
} from '../../syntax/python/syntax.ts';
import { allKnown } from '../all-known.ts';
import { chosen } from '../choices.ts';
import { classOf } from './classes.ts';
import type { Binding } from './binding.ts';
import {
  type CallSite,
  callSitesOf,
  constructorSitesOf,
  isEntryPoint,
  isGlobal,
  methodSitesOf,
} from './call-sites.ts';
import { callersAround } from './callers.ts';
import { hasHarmlessDecorators } from './calls.ts';
import type { Frame, ModuleNode, Origin, OriginFinder } from './origin.ts';
import type { PythonModule } from './python-module.ts';
import { classAround, decoratorsOf, nameOf, scopeOf } from './scope.ts';
import { choiceAt } from './steady.ts';

/**
 * Returns the possible values of a parameter: the argument of this call or, if all calls are known, the
 * arguments of every call.
 */
export function parameterOrigins(
  origins: OriginFinder,
  binding: Binding,
  frame: Frame | undefined,
): readonly Origin[] {
  const unknown = [{ node: binding.node, frame, finder: origins }];
  const definition = binding.owner.parent;
  if (
    !definition ||
    !/^(?:FunctionDefinition|LambdaExpression)$/.test(definition.name) ||
    classOf(origins.module, binding.node)
  )
    return unknown;
  if (frame?.finder === origins && isSameNode(frame.definition, definition)) {
    const { caller, call, outer, isRepeated } = frame;
    if (isRepeated) return unknown;
    return argumentOrigins({ origins, binding, definition }, caller, call, outer) ?? unknown;
  }
  if (definition.name === 'LambdaExpression') return unknown;
  const sites = sitesInSight(origins, definition);
  if (sites === undefined || sites.length === 0) return unknown;
  const found: Origin[] = [];
  const isRepeated = isRecursive(origins, definition);
  const what = sites.length > 1 && !isRepeated ? choiceAt(origins, definition, undefined) : undefined;
  for (const [at, { call, finder }] of sites.entries()) {
    const follow = (): readonly Origin[] | undefined =>
      argumentOrigins({ origins, binding, definition }, finder, call, undefined);
    const ofCall = isRepeated ? origins.question.atAnyTime(follow) : follow();
    if (ofCall === undefined) return unknown;
    for (const origin of ofCall) found.push(chosen(origin, what, at));
  }
  return found;
}

/**
 * What the known calls pass for a parameter, see `callersAround`; there may be other calls. Undefined if none is
 * known, or if it is unclear what one of them passes.
 */
export function argumentsGiven(origins: OriginFinder, binding: Binding): readonly Origin[] | undefined {
  const definition = binding.owner.parent;
  if (definition?.name !== 'FunctionDefinition' || classOf(origins.module, binding.node)) return undefined;
  const given = allKnown(
    callersAround(origins, binding.node).map(({ call, finder }) =>
      argumentOrigins({ origins, binding, definition }, finder, call, undefined),
    ),
  );
  return given?.length === 0 ? undefined : given?.flat();
}

/** A parameter of a function. */
interface Asked {
  readonly origins: OriginFinder;
  readonly binding: Binding;
  readonly definition: SyntaxNode;
}

/** Returns the argument that `call`, in the module of `caller`, passes for a parameter. */
function argumentOrigins(
  { origins, binding, definition }: Asked,
  caller: OriginFinder,
  call: SyntaxNode,
  frame: Frame | undefined,
): readonly Origin[] | undefined {
  const { module } = caller;
  const parts = callOf(call);
  const parameters = parametersOf(definition);
  const position = parameters.findIndex(({ name }) => isSameNode(name, binding.node));
  const parameter = parameters[position];
  if (parts === undefined || parameter === undefined || parameter.star) return undefined;
  const given = argumentsOf(module.text, parts.list);
  if (given.some(({ star, value }) => star !== undefined || value === undefined)) return undefined;
  const positional = given.filter(({ keyword }) => keyword === undefined);
  const named = given.find(
    ({ keyword }) => keyword && module.textOf(keyword) === origins.module.textOf(binding.node),
  );
  const shift = passesItsObject(origins.module, definition, caller, parts.callee) ? 1 : 0;
  const value = named?.value ?? (parameter.keywordOnly ? undefined : positional[position - shift]?.value);
  if (value !== undefined) return caller.of(value, frame);
  const { fallback } = parameter;
  return fallback && origins.question.atAnyTime(() => origins.of(fallback));
}

interface Parameter {
  readonly name: SyntaxNode;
  readonly star: boolean;
  readonly keywordOnly: boolean;
  readonly fallback?: SyntaxNode;
}

function parametersOf(definition: SyntaxNode): readonly Parameter[] {
  const parameters: Parameter[] = [];
  let keywordOnly = false;
  for (const node of childrenOf(definition.getChild('ParamList') ?? definition)) {
    const before = node.prevSibling?.name;
    if (node.name === '*') keywordOnly = true;
    if (node.name !== 'VariableName' || before === 'AssignOp') continue;
    const star = before === '*' || before === '**';
    const fallback = defaultOf(node);
    parameters.push({ name: node, star, keywordOnly, ...(fallback && { fallback }) });
  }
  return parameters;
}

function defaultOf(name: SyntaxNode): SyntaxNode | undefined {
  const next = name.nextSibling?.name === 'TypeDef' ? name.nextSibling.nextSibling : name.nextSibling;
  return next?.name === 'AssignOp' ? (next.nextSibling ?? undefined) : undefined;
}

/** Methods and constructors receive their object implicitly. */
function passesItsObject(
  module: PythonModule,
  definition: SyntaxNode,
  caller: OriginFinder,
  callee: SyntaxNode,
): boolean {
  const decorators = decoratorsOf(module.text, definition);
  if (classAround(definition) === undefined || decorators.includes('staticmethod')) return false;
  const object = attributeOf(callee)?.object;
  const isThroughClass =
    object !== undefined &&
    caller.of(object).some(({ node, finder }) => classOf(finder.module, node)?.isInstance === false);
  return !isThroughClass || decorators.includes('classmethod');
}

/** Returns every call of a function if all are known. Undefined if other code may call it too. */
function sitesInSight(finder: OriginFinder, definition: SyntaxNode): readonly CallSite[] | undefined {
  const work = (): readonly ModuleNode[] | undefined =>
    findSites(finder, definition)?.map((site) => ({ node: site.call, finder: site.finder }));
  const sites = finder.remember(`sites:${definition.from}`, work);
  return sites?.map((site) => ({ call: site.node, finder: site.finder }));
}

const maximumCallers = 40;

/** Whether a function may be called while it runs, so that its parameters have several values at a time. */
function isRecursive(finder: OriginFinder, definition: SyntaxNode): boolean {
  const work = (): readonly ModuleNode[] | undefined => {
    const callers = [{ node: definition, finder }];
    for (const caller of callers) {
      if (callers.length > maximumCallers) return undefined;
      for (const { call, finder: home } of sitesInSight(caller.finder, caller.node) ?? []) {
        for (let node = call.parent; node !== null; node = node.parent) {
          if (node.name !== 'FunctionDefinition') continue;
          if (home === finder && isSameNode(node, definition)) return undefined;
          const { from } = node;
          if (!callers.some((known) => known.finder === home && known.node.from === from))
            callers.push({ node, finder: home });
        }
      }
    }
    return callers;
  };
  return finder.remember(`recursion:${definition.from}`, work) === undefined;
}

function findSites(finder: OriginFinder, definition: SyntaxNode): readonly CallSite[] | undefined {
  if (!hasHarmlessDecorators(finder.module, definition)) return undefined;
  const owner = classAround(definition);
  if (!finder.others.complete || !isGlobal(owner ?? definition)) {
    return callsInSight(finder.module, definition)?.map((call) => ({ call, finder }));
  }
  if (owner === undefined) {
    return isEntryPoint(finder, definition) ? undefined : callSitesOf(finder, definition);
  }
  const name = nameOf(definition);
  const isConstructor = name !== undefined && finder.module.textOf(name) === '__init__';
  const known = { definition: owner, finder };
  return isConstructor ? constructorSitesOf(known) : methodSitesOf(known, definition);
}

/**
 * Returns every call of a function that only this module can call: a nested function, or a function whose
 * name starts with `_`. For a constructor, the name of its class counts. Undefined if other code may call the
 * function too.
 */
function callsInSight(module: PythonModule, definition: SyntaxNode): readonly SyntaxNode[] | undefined {
  const own = nameOf(definition);
  const owner = classAround(definition);
  if (own === undefined || !hasHarmlessDecorators(module, definition)) return undefined;
  const isConstructor = owner !== undefined && module.textOf(own) === '__init__';
  const called = isConstructor ? nameOf(owner) : own;
  const nested = scopeOf(isConstructor ? owner : definition).name === 'FunctionDefinition';
  if (called === undefined) return undefined;
  const name = module.textOf(called);
  const isPrivate = nested || (name.startsWith('_') && !name.endsWith('__'));
  const ofObject = isConstructor ? undefined : owner;
  return isPrivate ? callsOf(module, called, ofObject) : undefined;
}

function callsOf(
  module: PythonModule,
  called: SyntaxNode,
  owner: SyntaxNode | undefined,
): readonly SyntaxNode[] | undefined {
  const calls: SyntaxNode[] = [];
  for (const node of module.occurrences([module.textOf(called)], module.root)) {
    if (isSameNode(node, called) || node.name === 'Comment' || node.name === 'String') continue;
    const callee = owner === undefined ? node : onSelf(module, node, owner);
    const call = callee && callAround(callee);
    // If the function is passed to other code, renamed, called on another object or defined twice, it may be
    // called from anywhere.
    if (call === undefined) return undefined;
    calls.push(call);
  }
  return calls;
}

/** Returns `self.method` if `self` refers to exactly that class. */
function onSelf(module: PythonModule, property: SyntaxNode, owner: SyntaxNode): SyntaxNode | undefined {
  const member = property.parent;
  const parts = member === null ? undefined : attributeOf(member);
  const self = scopeOf(property).getChild('ParamList')?.getChild('VariableName');
  if (parts === undefined || member === null || !self) return undefined;
  const isSelf = module.textOf(parts.object) === module.textOf(self);
  return isSelf && isSameNode(classOf(module, self)?.definition, owner) ? member : undefined;
}
