import type { SyntaxNode } from '@lezer/common';
import { bindingsSeenBy } from '../../flow/python/lookup.ts';
import type { Binding } from '../../flow/python/binding.ts';
import { type Imported, importedAs } from '../../flow/python/imported.ts';
import { isBuiltin } from '../../flow/python/plain-reads.ts';
import { argumentsOf, attributeOf, callOf } from '../../syntax/python/syntax.ts';
import type { PythonFile } from '../../references/python/python-file.ts';

const logMethods = new Set([
  'critical',
  'debug',
  'error',
  'exception',
  'fatal',
  'info',
  'log',
  'success',
  'trace',
  'warn',
  'warning',
]);
const loggerNames = /^_*(?:p?log|logger|logging)$/i;
const makesLogger = /(?:^|\.)(?:getLogger|get_logger|getChild|Logger|LoggerAdapter|bind)\s*\(/;

/**
 * Returns the common name of the log, screen or exception that the arguments of a call reach. Undefined if
 * there is none.
 */
export function logSink(file: PythonFile, call: SyntaxNode): string | undefined {
  const parts = callOf(call);
  if (parts === undefined) return undefined;
  const { callee } = parts;
  const name = file.module.textOf(callee);
  if (name === 'print' || name === 'pprint') return isScreen(file, callee, parts.list) ? name : undefined;
  if (/^(?:warnings\.warn|pprint\.pp(?:rint)?|sys\.std(?:out|err)\.write)$/.test(name)) return name;
  if (isImportedMethod(file, callee)) return name;
  const attribute = attributeOf(callee);
  if (attribute === undefined || !logMethods.has(file.module.textOf(attribute.property))) return undefined;
  return isLogger(file, attribute.object) ? name.replaceAll(/\s+/g, '') : undefined;
}

/** `from logging import info`. */
function isImportedMethod(file: PythonFile, callee: SyntaxNode): boolean {
  const imports = importsSeenBy(file, callee);
  return (
    imports.length > 0 &&
    imports.every(({ module, name }) => module === 'logging' && logMethods.has(name ?? ''))
  );
}

/** Returns the imports that a name is bound to. Empty if it may be something else. */
function importsSeenBy({ module }: PythonFile, name: SyntaxNode): readonly Imported[] {
  const bindings = name.name === 'VariableName' ? (bindingsSeenBy(module, name) ?? []) : [];
  const imports = bindings.flatMap(({ node }) => importedAs(module.text, node) ?? []);
  return imports.length === bindings.length ? imports : [];
}

/** Excludes `print(x, file=target)`, unless it writes to standard output or standard error. */
function isScreen(file: PythonFile, callee: SyntaxNode, list: SyntaxNode): boolean {
  const { module } = file;
  const target = argumentsOf(module.text, list).find(
    ({ keyword }) => keyword && module.textOf(keyword) === 'file',
  );
  if (target?.value !== undefined && !/^sys\.std(?:out|err)$/.test(module.textOf(target.value))) return false;
  const bindings = bindingsSeenBy(module, callee);
  return isBuiltin(module, callee) || (bindings?.every(({ kind }) => kind === 'import') ?? false);
}

function isLogger(file: PythonFile, object: SyntaxNode): boolean {
  const { module } = file;
  const name = module.textOf(attributeOf(object)?.property ?? object);
  if (object.name === 'MemberExpression') return loggerNames.test(name) && !isKnownOtherwise(file, object);
  if (object.name === 'CallExpression') return makesLogger.test(module.textOf(object));
  if (object.name !== 'VariableName') return false;
  const bindings = bindingsSeenBy(module, object) ?? [];
  if (loggerNames.test(name)) return bindings.every((one) => mayBindLogger(file, one));
  const imports = importsSeenBy(file, object);
  return imports.length > 0
    ? imports.every((one) => loggerNames.test(one.name ?? one.module))
    : isMadeLogger(file, bindings);
}

/** `self.log = []` is not a logger. */
function isKnownOtherwise(file: PythonFile, object: SyntaxNode): boolean {
  return file.origins.of(object).some(({ node, finder }) => {
    return node.name !== 'MemberExpression' && !makesLogger.test(finder.module.textOf(node)) && !isOpen(node);
  });
}

/**
 * Whether the value of an attribute or a name cannot be followed because it comes from a parameter or an
 * import.
 */
function isOpen(node: SyntaxNode): boolean {
  return node.name === 'VariableName';
}

function mayBindLogger(file: PythonFile, { kind, node, owner }: Binding): boolean {
  if (kind === 'import' || kind === 'parameter') return true;
  if (kind !== 'assignment') return false;
  const value = owner.lastChild;
  const isAlias = value !== null && /(?:^|\.)_*p?log(?:ger)?$/i.test(file.module.textOf(value));
  return value !== null && value !== node && (isAlias || makesLogger.test(file.module.textOf(value)));
}

/** Matches anything that `getLogger` returned, regardless of its name. */
function isMadeLogger(file: PythonFile, bindings: readonly Binding[]): boolean {
  const isMade = ({ kind, owner }: Binding): boolean =>
    kind === 'assignment' &&
    owner.lastChild?.name === 'CallExpression' &&
    /(?:^|\.)get_?[lL]ogger\s*\(/.test(file.module.textOf(owner.lastChild));
  return bindings.length > 0 && bindings.every(isMade);
}
