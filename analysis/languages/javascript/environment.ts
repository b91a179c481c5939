import type { SyntaxNode } from '@lezer/common';
import type { SourceFile } from '../../source/source-file.ts';
import { wordsIn } from '../words.ts';

const processModule = /^["'](?:node:)?process["']$/;
const globals = new Set(['global', 'globalThis', 'window']);

const filesWithOwnProcess = new WeakMap<SourceFile, boolean>();

/** Whether an expression is `process.env` or `import.meta.env`, brackets and type assertions aside. */
export function isProcessEnvironment(file: SourceFile, expression: SyntaxNode): boolean {
  const bare = unwrapped(expression);
  if (bare.name !== 'MemberExpression' || bare.lastChild?.name !== 'PropertyName') return false;
  return (
    textOf(file, bare.lastChild) === 'env' && bare.firstChild !== null && isProcess(file, bare.firstChild)
  );
}

function isProcess(file: SourceFile, node: SyntaxNode): boolean {
  if (node.name === 'ImportMeta') return true;
  if (node.name === 'VariableName') return textOf(file, node) === 'process' && !hasOwnProcess(file);
  const [object, property] = [node.firstChild, node.lastChild];
  if (node.name !== 'MemberExpression' || object === null || property === null) return false;
  return globals.has(textOf(file, object)) && textOf(file, property) === 'process';
}

/** Whether the file calls something else `process` anywhere: then no `process` in it is certain. */
function hasOwnProcess(file: SourceFile): boolean {
  const known = filesWithOwnProcess.get(file);
  if (known !== undefined) return known;
  const found = definesOwnProcess(file);
  filesWithOwnProcess.set(file, found);
  return found;
}

function definesOwnProcess(file: SourceFile): boolean {
  for (const { at } of wordsIn(file.text, ['process'])) {
    const node = file.tree.resolveInner(at, 1);
    if (node.name === 'VariableDefinition' && !bringsProcess(file, node)) return true;
  }
  return false;
}

/** `import process from "node:process"` and `const process = require("process")`. */
function bringsProcess(file: SourceFile, definition: SyntaxNode): boolean {
  let owner = definition.parent;
  if (owner?.name === 'ImportGroup') owner = owner.parent;
  if (owner?.name === 'ImportDeclaration') {
    const source = owner.getChild('String');
    return source !== null && processModule.test(textOf(file, source));
  }
  const value = definition.nextSibling?.name === 'Equals' ? definition.nextSibling.nextSibling : null;
  return owner?.name === 'VariableDeclaration' && value !== null && isProcessModule(file, value);
}

function unwrapped(expression: SyntaxNode): SyntaxNode {
  let node = expression;
  for (;;) {
    const inner =
      node.name === 'ParenthesizedExpression' ? node.firstChild?.nextSibling : innerOfAssertion(node);
    if (inner === null || inner === undefined) return node;
    node = inner;
  }
}

/** `x!` and `x as T`. */
function innerOfAssertion(node: SyntaxNode): SyntaxNode | null {
  const isAssertion =
    node.name === 'PostfixExpression' || (node.name === 'BinaryExpression' && node.getChild('as') !== null);
  return isAssertion ? node.firstChild : null;
}

/** The environment that `node` ends or is: the whole of `process.env` for its `env`, or an alias. */
export function environmentAt(
  file: SourceFile,
  node: SyntaxNode,
  aliases: ReadonlySet<string>,
): SyntaxNode | undefined {
  const member = node.parent;
  if (node.name === 'PropertyName' && member !== null && isProcessEnvironment(file, member))
    return wrapped(member);
  const isNamed = node.name === 'VariableName' && aliases.has(textOf(file, node));
  return isNamed && member?.name !== 'ImportGroup' ? wrapped(node) : undefined;
}

function wrapped(environment: SyntaxNode): SyntaxNode {
  const outer = environment.parent;
  if (outer === null) return environment;
  const isWrapping =
    outer.name === 'ParenthesizedExpression' || innerOfAssertion(outer)?.from === environment.from;
  return isWrapping ? wrapped(outer) : environment;
}

/** Names that stand for the environment everywhere in the file. A name with a second meaning is none. */
export function environmentAliases(file: SourceFile): ReadonlySet<string> {
  const names = new Set(declaredNames(file.text));
  const aliases = new Set<string>();
  for (const name of names) if (isAlias(file, name)) aliases.add(name);
  return aliases;
}

function* declaredNames(text: string): Generator<string> {
  for (const match of text.matchAll(/\b([\w$]+)(?:\s*:\s*[\w.<>]+)?\s*=\s*[^=;\n]*\benv\b/g))
    yield match[1] ?? '';
  for (const match of text.matchAll(/\benv(?:\s*(?:as|:)\s*([\w$]+))?[\s\w$,:]*\}/g)) yield match[1] ?? 'env';
}

function isAlias(file: SourceFile, name: string): boolean {
  let definitions = 0;
  for (const { at } of wordsIn(file.text, [name])) {
    const node = file.tree.resolveInner(at, 1);
    if (node.name !== 'VariableDefinition') continue;
    if (!definesEnvironment(file, node)) return false;
    definitions++;
  }
  return definitions > 0;
}

function definesEnvironment(file: SourceFile, definition: SyntaxNode): boolean {
  const owner = definition.parent;
  if (owner === null) return false;
  if (owner.name === 'ImportGroup') return importsEnv(file, owner, definition);
  if (owner.name === 'VariableDeclaration') return isConstantEnvironment(file, owner, definition);
  const declaration = owner.parent?.parent;
  const key = owner.getChild('PropertyName') ?? definition;
  const isEnv =
    owner.name === 'PatternProperty' && owner.getChild('Spread') === null && textOf(file, key) === 'env';
  const value =
    declaration?.lastChild?.name === ';' ? declaration.lastChild.prevSibling : declaration?.lastChild;
  return (
    isEnv &&
    declaration?.name === 'VariableDeclaration' &&
    value !== null &&
    value !== undefined &&
    isProcessValue(file, value)
  );
}

function importsEnv(file: SourceFile, group: SyntaxNode, definition: SyntaxNode): boolean {
  const source = group.parent?.getChild('String');
  const imported = definition.prevSibling?.name === 'as' ? definition.prevSibling.prevSibling : definition;
  const isEnv = imported !== null && textOf(file, imported) === 'env';
  return isEnv && source !== null && source !== undefined && processModule.test(textOf(file, source));
}

function isConstantEnvironment(file: SourceFile, declaration: SyntaxNode, definition: SyntaxNode): boolean {
  let value = definition.nextSibling;
  while (value !== null && value.name !== 'Equals' && value.name !== ',') value = value.nextSibling;
  const environment = value?.name === 'Equals' ? value.nextSibling : null;
  return (
    environment !== null && declaration.getChild('const') !== null && isProcessEnvironment(file, environment)
  );
}

function isProcessValue(file: SourceFile, value: SyntaxNode): boolean {
  return isProcess(file, value) || isProcessModule(file, value);
}

/** `require("process")`, and the global one. */
function isProcessModule(file: SourceFile, value: SyntaxNode): boolean {
  if (/^(?:global|globalThis|window)\.process$/.test(textOf(file, value))) return true;
  const required = /^require\(\s*(["'][^"']*["'])\s*\)$/.exec(textOf(file, value))?.[1];
  return required !== undefined && processModule.test(required);
}

export function textOf(file: SourceFile, node: SyntaxNode): string {
  return file.text.slice(node.from, node.to);
}
