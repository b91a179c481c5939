import type { SyntaxNode } from '@lezer/common';
import type { OriginFinder, FlowPlace } from '../../flow/javascript/origin.ts';
import { stringValue } from '../../syntax/javascript/strings.ts';
import { isSameNode, keyOf, unwrapped } from '../../syntax/javascript/syntax.ts';
import { sentence, type Sentence } from '../../../contracts/words.ts';
import { partOfConversation } from './conversation-sinks.ts';

const consoleMethods = /^(?:debug|dir|error|group|info|log|table|trace|warn)$/;
const logMethods =
  /^(?:critical|debug|error|fatal|info|log|notice|silly|success|trace|verbose|warn|warning)$/;
/** Packages whose exports are loggers or create them. */
const logPackages = /^(?:bunyan|consola|log4js|loglevel|pino|signale|tslog|winston)$/;

/**
 * Returns the common name of the log, screen or exception that the arguments of a call reach. Undefined if
 * there is none.
 */
export function logSink(finder: OriginFinder, call: SyntaxNode): string | undefined {
  const callee = call.firstChild && unwrapped(call.firstChild);
  const object = callee?.name === 'MemberExpression' ? callee.firstChild : null;
  if (!callee || object === null) return undefined;
  const { module } = finder;
  const method = keyOf(callee, module.text) ?? '';
  if (isGlobal(finder, object, 'console'))
    return consoleMethods.test(method) ? `console.${method}` : undefined;
  const name = module.textOf(callee).replaceAll(/\s+/g, '');
  if (/^process\.std(?:out|err)\.write$/.test(name)) return name;
  if (!logMethods.test(method)) return undefined;
  if (partOfConversation(finder, object) === 'log') return `conv.log.${method}`;
  return isLogger(finder, object) ? name : undefined;
}

function isGlobal({ module }: OriginFinder, node: SyntaxNode, name: string): boolean {
  return (
    node.name === 'VariableName' && module.textOf(node) === name && module.bindingSeenBy(node) === undefined
  );
}

/**
 * Whether a logging package created the object without an option that redacts values. The name of the object
 * does not matter.
 */
function isLogger(finder: OriginFinder, object: SyntaxNode): boolean {
  return finder.of(object).every((origin) => isMadeByPackage(origin));
}

function isMadeByPackage({ node, keys, finder }: FlowPlace): boolean {
  const { module } = finder;
  if (/\bredact|\bformat|\bserializers|\bhooks/.test(module.text)) return false;
  if (keys.length > 1) return false;
  switch (node.name) {
    case 'VariableName':
      return isFromPackage(finder, node);
    case 'CallExpression':
    case 'NewExpression':
      return isFromPackage(finder, rootOf(node));
    default:
      return false;
  }
}

/** Returns `pino` for both `pino({}).child({})` and `new pino.Logger()`. */
function rootOf(node: SyntaxNode): SyntaxNode {
  const inner = node.name === 'NewExpression' ? (node.firstChild?.nextSibling ?? null) : node.firstChild;
  const isOuter = /^(?:Call|Member|New)Expression$/.test(node.name);
  return isOuter && inner !== null ? rootOf(inner) : node;
}

function isFromPackage(finder: OriginFinder, name: SyntaxNode): boolean {
  const { module } = finder;
  const binding = name.name === 'VariableName' ? module.bindingSeenBy(name) : undefined;
  if (typeof binding !== 'object') return false;
  if (binding.kind === 'import') {
    const declaration = binding.owner.name === 'ImportGroup' ? binding.owner.parent : binding.owner;
    const source = declaration?.getChild('String');
    return (
      source !== null && source !== undefined && logPackages.test(stringValue(module.text, source) ?? '')
    );
  }
  const value = binding.value && unwrapped(binding.value);
  if (value === undefined || binding.kind !== 'fixed') return false;
  const required = /^require\(\s*["']([\w.-]+)["']\s*\)/.exec(module.textOf(value))?.[1];
  if (required !== undefined) return logPackages.test(required);
  const root = rootOf(value);
  return !isSameNode(root, name) && root.name === 'VariableName' && isFromPackage(finder, root);
}

const errors = /^(?:Aggregate|Eval|Range|Reference|Syntax|Type|URI)?Error$/;

/** `throw new Error(x)`, `reject(new Error(x))`. */
export function exceptionSink({ module }: OriginFinder, value: SyntaxNode): Sentence | undefined {
  const list = value.parent?.name === 'ArgList' ? value.parent : null;
  const made = list?.parent ?? null;
  if (list === null || made === null || value.prevSibling?.name !== '(') return undefined;
  const callee = made.name === 'NewExpression' ? made.firstChild?.nextSibling : made.firstChild;
  if (!callee || !errors.test(module.textOf(callee))) return undefined;
  const isThrown =
    made.parent?.name === 'ThrowStatement' ||
    isRejected(module.textOf(made.parent?.parent?.firstChild ?? made));
  return isThrown ? sentence('the text of an exception') : undefined;
}

function isRejected(callee: string): boolean {
  return callee === 'Promise.reject' || callee === 'reject';
}
