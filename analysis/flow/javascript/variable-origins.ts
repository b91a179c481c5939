import type { SyntaxNode } from '@lezer/common';
import type { Binding } from './binding.ts';
import { branchesBefore } from './branches.ts';
import { eachItem } from './each-item.ts';
import { callOf } from './functions.ts';
import { nextOfImport } from './import-origins.ts';
import type { JavaScriptModule } from './module.ts';
import {
  alternative,
  alternatives,
  atAnyTime,
  type Key,
  type FlowPlace,
  stepTo,
  takenOut,
} from './origin.ts';
import { nextOfParameter } from './parameter-origins.ts';
import { isAssigned } from './paths.ts';
import { assignedBefore } from './reaching.ts';
import { isSameNode, unwrapped, valueAfter } from '../../syntax/javascript/syntax.ts';

/** Returns what a name refers to at the place where it is used. */
export function nextOfName(place: FlowPlace): readonly FlowPlace[] | undefined {
  const { module } = place.finder;
  const binding = module.bindingSeenBy(place.node);
  if (binding === 'several') return undefined;
  if (binding !== undefined) return nextOfBinding(place, binding);
  const enumeration = module.enumNamed(module.textOf(place.node));
  return enumeration && [stepTo(place, enumeration)];
}

/** Returns what a name that another module imports refers to. */
export function nextOfDefinition(place: FlowPlace): readonly FlowPlace[] | undefined {
  const binding = place.finder.module.bindingOf(place.node);
  return binding && nextOfBinding(place, binding);
}

function nextOfBinding(place: FlowPlace, binding: Binding): readonly FlowPlace[] | undefined {
  const { module } = place.finder;
  switch (binding.kind) {
    case 'fixed':
    case 'loose':
      return nextOfVariable(place, binding);
    case 'loop':
      if (isAssigned(module, binding) || binding.value === undefined) return undefined;
      return eachItem(place, binding.owner, binding.value, [...binding.keys, ...place.keys]);
    case 'import':
      return nextOfImport(place, binding);
    case 'parameter':
      return nextOfParameter(place, binding);
    case 'other':
      return isDefinition(binding) && !isAssigned(module, binding)
        ? [stepTo(place, binding.owner)]
        : undefined;
    case 'ambient':
      return undefined;
  }
}

/** Whether the binding is a function or class under its original name. */
function isDefinition({ node, owner }: Binding): boolean {
  return (
    /^(?:Function|Class)(?:Declaration|Expression)$/.test(owner.name) &&
    isSameNode(owner.getChild('VariableDefinition'), node)
  );
}

function nextOfVariable(place: FlowPlace, binding: Binding): readonly FlowPlace[] | undefined {
  const { module } = place.finder;
  const { value, node } = binding;
  if (binding.keys.length > 0) return isAssigned(module, binding) ? undefined : nextOfPart(place, binding);
  if (binding.kind === 'fixed') return value && oneOf(place, value, place.keys);
  if (isEvaluated(module, binding)) return undefined;
  // An export provides the variable's value at the time when another file reads it.
  const isAnytime = isSameNode(place.node, node) || place.node.parent?.name === 'ExportGroup';
  const values = assignedBefore(module, binding, isAnytime ? undefined : place.node);
  if (values === undefined || values.length === 0) return undefined;
  const isVar = binding.owner.getChild('var') !== null;
  if (!isVar && !isAssigned(module, binding))
    return values.flatMap((given) => oneOf(place, given, place.keys));
  const branches = isVar || isAnytime ? undefined : branchesBefore(place.node, values);
  const places = values.map((given, at) =>
    (branches?.[at] ?? []).reduce<FlowPlace>(
      (one, [statement, index]) => alternative(place, one, statement, index),
      stepTo(place, given),
    ),
  );
  return branches === undefined ? atAnyTime(places) : places;
}

/** Reads `keys` from a value that is one of several, such as an item of a list. */
function oneOf(place: FlowPlace, value: SyntaxNode, keys: readonly Key[]): readonly FlowPlace[] {
  const whole = stepTo(place, value, keys);
  if (!/^(?:Member|Call|Await)Expression$/.test(unwrapped(value).name)) return [whole];
  const found = place.finder.once(stepTo(place, value, []));
  if (found.length < 2) return [whole];
  return alternatives(
    place,
    value,
    found.map((one) => takenOut(one, [...one.keys, ...keys], one.from)),
  );
}

/** Whether `eval` may assign to the variable. */
function isEvaluated(module: JavaScriptModule, { scope }: Binding): boolean {
  for (const node of module.occurrences(['eval']))
    if (node.from >= scope.from && node.to <= scope.to && callOf(node) !== undefined) return true;
  return false;
}

/** `const { name = "a" } = options`: returns the value of the property, or the default value. */
function nextOfPart(place: FlowPlace, { value, keys, node }: Binding): readonly FlowPlace[] | undefined {
  if (value === undefined) return undefined;
  const taken: readonly Key[] = [...keys, ...place.keys];
  const fallback: SyntaxNode | undefined = valueAfter(node);
  return [...oneOf(place, value, taken), ...(fallback ? [stepTo(place, fallback)] : [])];
}
