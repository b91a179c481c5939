import type { SyntaxNode } from '@lezer/common';
import { allKnown } from '../../flow/all-known.ts';
import { type Binding, outermostPattern } from '../../flow/javascript/binding.ts';
import { argumentsOf, callersOf, callOf, parametersOf } from '../../flow/javascript/functions.ts';
import type { JavaScriptModule } from '../../flow/javascript/module.ts';
import { type FlowPlace, type OriginFinder, placeOf, stepTo } from '../../flow/javascript/origin.ts';
import { isAssigned, type Path, pathOf } from '../../flow/javascript/paths.ts';
import { isFunction, isSameNode, targetOf, unwrapped } from '../../syntax/javascript/syntax.ts';

/** Whether a path leads to a function that reads secrets. */
export type IsReader = (module: JavaScriptModule, path: Path) => boolean;

/**
 * Whether a callee is a reader that callers pass: `read` in `(read) => read("name")`, or `utils.getSecret` where
 * every known call passes `conv.utils`. There may be other calls.
 */
export function isGivenReader(finder: OriginFinder, callee: SyntaxNode, isReader: IsReader): boolean {
  const asked = new Set<string>();

  const leadsToReader = (place: FlowPlace): boolean => {
    const keys = allKnown(place.keys);
    const path = hasDefault(place) ? undefined : pathOf(place.finder.module, place.node);
    if (path && keys && isReader(place.finder.module, { ...path, keys: [...path.keys, ...keys] }))
      return true;
    const id = `${String(place.finder.id)}:${String(place.node.from)}`;
    if (asked.has(id)) return false;
    asked.add(id);
    const given = argumentsGiven(place) ?? valuesAssigned(place);
    return given !== undefined && given.length > 0 && given.every(leadsToReader);
  };

  const places = finder.of(callee);
  return places.length > 0 && places.every(leadsToReader);
}

/** `(read = conv.utils.getSecret) => …`: callers may pass something else. */
function hasDefault({ node, finder }: FlowPlace): boolean {
  return parameterAt(finder.module, unwrapped(node))?.value !== undefined;
}

function parameterAt(module: JavaScriptModule, node: SyntaxNode): Binding | undefined {
  const isUse = node.name === 'VariableName';
  if (!isUse && node.name !== 'VariableDefinition') return undefined;
  const binding = isUse ? module.bindingSeenBy(node) : module.bindingOf(node);
  return typeof binding === 'object' && binding.kind === 'parameter' ? binding : undefined;
}

/**
 * The origins of the arguments that the known calls pass for a parameter. Undefined if it is unclear what one
 * of them passes.
 */
function argumentsGiven({ node, keys, finder }: FlowPlace): readonly FlowPlace[] | undefined {
  const { module } = finder;
  const binding = parameterAt(module, unwrapped(node));
  if (binding === undefined || isAssigned(module, binding)) return undefined;
  const definition = binding.owner.parent;
  if (definition === null || !isFunction(definition)) return undefined;
  const { target } = outermostPattern(module.text, binding.node);
  const at = parametersOf(definition).findIndex((one) => isSameNode(one, target));
  const given = allKnown(
    callsOf(finder, definition).map((call) => {
      const list = call.node.getChild('ArgList');
      const argument = list && argumentsOf(list)?.[at];
      if (!argument) return undefined;
      const place = stepTo(placeOf(call.finder, argument), argument, [...binding.keys, ...keys]);
      return call.finder.follow(place);
    }),
  );
  return at === -1 ? undefined : given?.flat();
}

/**
 * `this.utils` in a class whose members are not followed, because other files can change them: the value that
 * the class itself assigns to it.
 */
function valuesAssigned(place: FlowPlace): readonly FlowPlace[] | undefined {
  const { node, keys, finder } = place;
  const [key, ...rest] = keys;
  const body = node.name === 'this' ? classBodyAround(node) : undefined;
  if (body === undefined || key === undefined) return undefined;
  const values: SyntaxNode[] = [];
  for (const one of finder.module.occurrences([key])) {
    if (one.from < body.from || one.to > body.to) continue;
    const member = one.parent;
    const isOwn = member?.name === 'MemberExpression' && member.firstChild?.name === 'this';
    const target = isOwn && member.parent?.name === 'AssignmentExpression' ? member.parent : undefined;
    if (target && isSameNode(target.firstChild, member) && target.lastChild) values.push(target.lastChild);
    // `constructor(private readonly utils) {}`
    if (one.name === 'VariableDefinition' && /^(?:Privacy|readonly)$/.test(one.prevSibling?.name ?? ''))
      values.push(one);
  }
  return values.flatMap((value) => finder.follow(stepTo(place, value, rest)));
}

function classBodyAround(node: SyntaxNode): SyntaxNode | undefined {
  for (let outer = node.parent; outer !== null; outer = outer.parent) {
    if (outer.name === 'ClassBody') return outer;
    if (/^Function(?:Declaration|Expression)$/.test(outer.name)) return undefined;
  }
  return undefined;
}

interface Call {
  readonly node: SyntaxNode;
  readonly finder: OriginFinder;
}

/** The calls in the same file or, if there are none, those in other files. */
function callsOf(finder: OriginFinder, definition: SyntaxNode): readonly Call[] {
  const { module } = finder;
  const owner = classOfConstructor(module, definition);
  const name = (owner ?? definition).getChild('VariableDefinition') ?? targetOf(definition) ?? null;
  const own = owner
    ? usesOf(module, name).flatMap((use) => callOf(use) ?? [])
    : callersOf(module, definition);
  if (own.length > 0) return own.map((node) => ({ node, finder }));
  if (name === null) return [];
  const word = module.textOf(name);
  return [...finder.others.mentioning(word)].flatMap((other) =>
    [...other.module.occurrences([word])].flatMap((node) => {
      const call = callOf(node);
      const meant = call && other.of(node);
      const isIt = meant?.every((one) => one.finder === finder && isSameNode(one.node, owner ?? definition));
      return call && isIt === true ? [{ node: call, finder: other }] : [];
    }),
  );
}

function usesOf(module: JavaScriptModule, name: SyntaxNode | null): readonly SyntaxNode[] {
  const binding = name === null ? undefined : module.bindingOf(name);
  return binding === undefined ? [] : module.usesOf(binding);
}

function classOfConstructor(module: JavaScriptModule, definition: SyntaxNode): SyntaxNode | undefined {
  const key = definition.name === 'MethodDeclaration' ? definition.getChild('PropertyDefinition') : null;
  const owner = key !== null && module.textOf(key) === 'constructor' ? definition.parent?.parent : null;
  return owner?.name === 'ClassDeclaration' ? owner : undefined;
}
