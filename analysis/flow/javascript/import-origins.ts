import type { SyntaxNode } from '@lezer/common';
import type { Binding } from './binding.ts';
import type { JavaScriptModule } from './module.ts';
import { type FlowPlace, takenOut } from './origin.ts';
import { argumentsOf } from './functions.ts';
import { isSameNode, targetOf, wrapped } from '../../syntax/javascript/syntax.ts';
import { stringValue } from '../../syntax/javascript/strings.ts';

/** Returns what an import gets from another file of the project. */
export function nextOfImport(place: FlowPlace, { node, owner }: Binding): readonly FlowPlace[] | undefined {
  const declaration = owner.name === 'ImportGroup' ? owner.parent : owner;
  const source = declaration?.getChild('String');
  if (!source || declaration?.getChild('type')) return undefined;
  const { module } = place.finder;
  const binding = place.keys.length === 0 ? undefined : module.bindingOf(node);
  if (binding && module.usesOf(binding).some((use) => isChangedThrough(module, use))) return undefined;
  if (owner.name === 'ImportGroup') {
    const imported = node.prevSibling?.name === 'as' ? node.prevSibling.prevSibling : node;
    const name = imported && place.finder.module.textOf(imported);
    return name ? nextOfModule(place, source, name, place.keys) : undefined;
  }
  if (node.prevSibling?.name !== 'as') return nextOfModule(place, source, 'default', place.keys);
  const [name, ...rest] = place.keys;
  return name === undefined ? undefined : nextOfModule(place, source, name, rest);
}

/** `NAMES.a.b = …`, `delete NAMES.a` and `Object.assign(NAMES, …)`. */
function isChangedThrough(module: JavaScriptModule, use: SyntaxNode): boolean {
  let part = use;
  while (part.parent?.name === 'MemberExpression' && isSameNode(part.parent.firstChild, part))
    part = part.parent;
  const owner = part.parent;
  if (owner?.name === 'ArgList') {
    const callee = owner.parent?.firstChild;
    return (
      callee?.name === 'MemberExpression' && /^Object\.(?:assign|defineProperty)$/.test(module.textOf(callee))
    );
  }
  if (owner?.name === 'AssignmentExpression') return isSameNode(owner.firstChild, part);
  return owner?.name === 'PostfixExpression' || Boolean(owner?.getChild('delete'));
}

/** `require("./names")`, with the key that is read from the result. */
export function nextOfRequire(
  place: FlowPlace,
  callee: SyntaxNode,
  list: SyntaxNode,
): readonly FlowPlace[] | undefined {
  const { module } = place.finder;
  const isRequire = callee.name === 'VariableName' && module.textOf(callee) === 'require';
  const isImport = callee.name === 'import' || callee.name === 'DynamicImport';
  const source = argumentsOf(list)?.[0];
  if ((!isRequire && !isImport) || source === undefined) return undefined;
  if (isRequire && module.bindingSeenBy(callee) !== undefined) return undefined;
  const target = targetOf(wrapped(place.node));
  const binding = target?.name === 'VariableDefinition' ? module.bindingOf(target) : undefined;
  if (binding && module.usesOf(binding).some((use) => isChangedThrough(module, use))) return undefined;
  const [name, ...rest] = place.keys;
  if (name !== undefined) return nextOfModule(place, source, name, rest);
  return place.keys.length === 0 && isRequire ? nextOfModule(place, source, 'module.exports', []) : undefined;
}

function nextOfModule(
  place: FlowPlace,
  source: SyntaxNode,
  name: string,
  keys: FlowPlace['keys'],
): readonly FlowPlace[] | undefined {
  const { module, others } = place.finder;
  const specifier = stringValue(module.text, source);
  const other = specifier === undefined ? undefined : others.find(specifier, module.file.uri);
  const found = other?.exported(name);
  return found?.map((one) => takenOut(one, [...one.keys, ...keys], place));
}
