import type { SyntaxNode } from '@lezer/common';
import { allKnown } from '../../flow/all-known.ts';
import type { JavaScriptModule } from '../../flow/javascript/module.ts';
import { functionPath, isNamed } from '../../libraries/project-functions.ts';
import { stringValue } from '../../syntax/javascript/strings.ts';
import { keyOf, unwrapped } from '../../syntax/javascript/syntax.ts';

const maximumSteps = 8;

/** Whether the settings list the function, either as written in the code or as imported. */
export function isConfiguredReader(module: JavaScriptModule, callee: SyntaxNode): boolean {
  const { readers } = module;
  if (readers.length === 0) return false;
  const written = functionPath(module.textOf(callee).replaceAll(/[\s?]/g, ''));
  if (readers.some((reader) => isNamed(written, reader))) return true;
  const imported = importedPath(module, callee);
  return imported !== undefined && readers.some((reader) => isNamed(functionPath(imported), reader));
}

/** `./lib/vault.read` for `vault.read` after `import * as vault from './lib/vault'`. */
function importedPath(module: JavaScriptModule, expression: SyntaxNode, steps = 0): string | undefined {
  if (steps > maximumSteps) return undefined;
  const node = unwrapped(expression);
  if (node.name === 'MemberExpression' && node.firstChild !== null)
    return extended(importedPath(module, node.firstChild, steps + 1), [keyOf(node, module.text)]);
  if (node.name === 'CallExpression') return requiredPath(module, node);
  const binding = node.name === 'VariableName' ? module.bindingSeenBy(node) : undefined;
  if (binding === undefined || binding === 'several') return undefined;
  const { kind, owner, value, keys } = binding;
  if (kind === 'fixed' && value !== undefined) return extended(importedPath(module, value, steps + 1), keys);
  if (kind !== 'import') return undefined;
  const source = (owner.name === 'ImportGroup' ? owner.parent : owner)?.getChild('String');
  const path = source ? stringValue(module.text, source) : undefined;
  if (owner.name !== 'ImportGroup') return path;
  const own = binding.node;
  const name = own.prevSibling?.name === 'as' ? own.prevSibling.prevSibling : own;
  return extended(path, [name === null ? undefined : module.textOf(name)]);
}

function requiredPath(module: JavaScriptModule, call: SyntaxNode): string | undefined {
  const argument = call.getChild('ArgList')?.firstChild?.nextSibling;
  const isRequire = call.firstChild !== null && module.textOf(call.firstChild) === 'require';
  return isRequire && argument?.name === 'String' ? stringValue(module.text, argument) : undefined;
}

function extended(path: string | undefined, keys: readonly (string | undefined)[]): string | undefined {
  const known = allKnown(keys);
  return path === undefined || known === undefined ? undefined : [path, ...known].join('.');
}
