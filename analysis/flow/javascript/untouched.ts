import type { SyntaxNode } from '@lezer/common';
import type { JavaScriptModule } from './module.ts';
import { isSameNode, keyOf, targetOf, wrapped } from '../../syntax/javascript/syntax.ts';

const literals = /^(?:ArrayExpression|ObjectExpression|Property|NewExpression|ArgList|CallExpression)$/;

/** Whether an object or array literal is never modified, as far as the code in its file shows. */
export function isUntouched(module: JavaScriptModule, literal: SyntaxNode): boolean {
  if (literal.name === 'EnumDeclaration') return true;
  let whole = wrapped(literal);
  while (whole.parent !== null && literals.test(whole.parent.name)) whole = wrapped(whole.parent);
  if (/\bas\s+const$|^Object\.freeze\(/.test(module.textOf(whole))) return true;
  const target = targetOf(whole);
  if (target?.name === 'VariableDefinition') {
    const binding = module.bindingOf(target);
    return binding !== undefined && module.usesOf(binding).every((use) => isHarmless(module, use, literal));
  }
  const member = target?.name === 'PropertyDefinition' ? target : undefined;
  return member === undefined || isMemberUntouched(module, member, literal);
}

/** `static NAMES = { … }`. Checked by name alone. */
function isMemberUntouched(module: JavaScriptModule, member: SyntaxNode, literal: SyntaxNode): boolean {
  for (const node of module.occurrences([module.textOf(member)])) {
    const use = node.parent;
    if (node.name === 'PropertyName' && use?.name === 'MemberExpression' && !isHarmless(module, use, literal))
      return false;
  }
  return true;
}

const reading =
  /^(?:at|concat|entries|every|filter|find|findIndex|findLast|flatMap|forEach|get|has|includes|indexOf|join|keys|lastIndexOf|map|reduce|slice|some|toReversed|toSorted|values)$/;
const readers =
  /^(?:Object\.(?:entries|freeze|hasOwn|keys|values)|Array\.from|console\.\w+|JSON\.stringify)$/;

/**
 * Accepts reads of single entries, loops and copies. Any code that gets the entire object could modify it.
 */
function isHarmless(module: JavaScriptModule, use: SyntaxNode, literal: SyntaxNode): boolean {
  const outer = wrapped(use);
  const owner = outer.parent;
  if (owner === null) return false;
  switch (owner.name) {
    case 'ForOfSpec':
    case 'ForInSpec':
    case 'TypeofType':
    case 'ExportGroup':
    case 'Property':
      // `{ ...NAMES }` is a copy, but `{ NAMES }` passes the object on, as modules do with their exports.
      return owner.name !== 'Property' || owner.getChild('Spread') !== null || isExports(module, owner);
    case 'BinaryExpression':
      return true;
    case 'VariableDeclaration':
      return targetOf(outer)?.name.endsWith('Pattern') ?? false;
    case 'MemberExpression':
      return isSameNode(owner.firstChild, outer) ? isHarmlessMember(module, owner, literal) : true;
    case 'ArgList':
      return (
        owner.parent?.firstChild !== null && readers.test(module.textOf(owner.parent?.firstChild ?? owner))
      );
    default:
      return false;
  }
}

function isExports(module: JavaScriptModule, property: SyntaxNode): boolean {
  const assignment = property.parent?.parent;
  const target = assignment?.name === 'AssignmentExpression' ? assignment.firstChild : null;
  return target !== null && module.textOf(target) === 'module.exports';
}

function isHarmlessMember(module: JavaScriptModule, member: SyntaxNode, literal: SyntaxNode): boolean {
  const outer = wrapped(member);
  const around = outer.parent;
  const isFirst = isSameNode(around?.firstChild, outer);
  if (around?.name === 'MemberExpression') return !isFirst || isHarmlessMember(module, around, literal);
  if (around?.name === 'AssignmentExpression') return !isFirst;
  if (around?.name === 'CallExpression' && isFirst)
    return reading.test(keyOf(member, module.text) ?? '') || isRecord(module, literal);
  return around?.getChild('delete') === null && around.name !== 'PostfixExpression';
}

/** Whether the value is an object whose methods do not modify it. */
function isRecord(module: JavaScriptModule, literal: SyntaxNode): boolean {
  return literal.name === 'ObjectExpression' && !/\bthis\b/.test(module.textOf(literal));
}
