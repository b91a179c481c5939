import type { SyntaxNode } from '@lezer/common';
import { attributeOf, callAround, callOf, insideBrackets, subscriptOf } from '../../syntax/python/syntax.ts';
import { basesOf } from './classes.ts';
import { bindingsSeenBy } from './lookup.ts';
import type { OriginFinder } from './origin.ts';
import { modulesMentioning } from './others-mentioning.ts';
import type { PythonModule } from './python-module.ts';

/** The names that give the classes of an object, a class, a module or a function without their names. */
const listings = [
  '__annotations__',
  '__base__',
  '__bases__',
  '__mro__',
  '__subclasses__',
  'annotation',
  'get_objects',
  'get_type_hints',
  'getmro',
  'mro',
];

const classWords = ['type', '__class__', ...listings];
/** `def __exit__(self, kind, error, trace)` receives the class of an exception. */
const caught = ['__exit__', '__aexit__', 'exc_info'];

/**
 * Whether code of the project may create an instance of a class without its name: `type(client)(…)`,
 * `Base.__subclasses__()[0](…)`. The class does not need to be mentioned there.
 */
export function makesFromObjects(finder: OriginFinder, definition: SyntaxNode): boolean {
  return takesAny(finder, classWords) || (isException(finder.module, definition) && takesAny(finder, caught));
}

function takesAny(finder: OriginFinder, words: readonly string[]): boolean {
  const found = finder.remember(`takes ${words.join()}`, () => {
    for (const word of words)
      for (const { module } of modulesMentioning(finder, word))
        if (takesClass(module, word)) return [{ node: module.root, finder }];
    return [];
  });
  return found?.length !== 0;
}

function isException(module: PythonModule, definition: SyntaxNode): boolean {
  return basesOf(module, definition).some((base) => /(?:Error|Exception|Warning)$/.test(base));
}

function takesClass(module: PythonModule, word: string): boolean {
  return module.answered(`takes the class by ${word}`, () => {
    if (word.startsWith('__') && isWrittenAsText(module, word)) return true;
    for (const node of module.occurrences([word], module.root)) {
      const taken = classTakenAt(module, node, word);
      if (taken !== undefined && !isHarmless(module, taken)) return true;
    }
    return false;
  });
}

/** `getattr(client, "__class__")`. */
function isWrittenAsText({ text }: PythonModule, word: string): boolean {
  return text.includes(`"${word}"`) || text.includes(`'${word}'`);
}

/** Returns the expression that evaluates to a class or a list of classes, given the word in it. */
function classTakenAt(module: PythonModule, node: SyntaxNode, word: string): SyntaxNode | undefined {
  const member = node.name === 'PropertyName' && node.parent !== null ? node.parent : undefined;
  if (member !== undefined) return word === 'type' && !/\bfields\s*\(/.test(module.text) ? undefined : member;
  if (node.name !== 'VariableName' || isNamed(node)) return undefined;
  if (word !== 'type') return node;
  if (isAnnotation(node)) return undefined;
  if (bindingsSeenBy(module, node) !== undefined) return undefined;
  return callAround(node) ?? node;
}

/** `f(type="a")`. */
function isNamed({ parent, nextSibling }: SyntaxNode): boolean {
  return parent?.name === 'ArgList' && nextSibling?.name === 'AssignOp';
}

function isAnnotation(node: SyntaxNode): boolean {
  for (let outer = node.parent; outer !== null; outer = outer.parent) {
    if (outer.name === 'TypeDef') return true;
    if (/Statement$|Definition$|^(?:Body|ArgList)$/.test(outer.name)) return false;
  }
  return false;
}

const names = /^__(?:doc|module|name|qualname)__$/;
const readers =
  /^(?:hash|id|isinstance|issubclass|print|repr|str)$|\.(?:critical|debug|error|exception|get|info|log|warn|warning)$/;

/** Whether a class is only compared, printed or used as a key, or only one of its attributes is read. */
function isHarmless(module: PythonModule, taken: SyntaxNode): boolean {
  const { parent } = taken;
  if (parent === null) return true;
  const attribute = attributeOf(parent);
  if (attribute !== undefined) {
    const name = module.textOf(attribute.property);
    return names.test(name) || !(name.startsWith('__') || name === 'mro');
  }
  if (subscriptOf(parent)?.index?.from === taken.from) return true;
  switch (parent.name) {
    case 'BinaryExpression':
    case 'ParenthesizedExpression':
      return parent.name === 'BinaryExpression' ? isComparison(parent) : isHarmless(module, parent);
    case 'TupleExpression':
      return isInHarmlessCall(module, parent);
    case 'ArgList':
      return isInHarmlessCall(module, taken);
    case 'ExpressionStatement':
    case 'FormatReplacement':
      return true;
    default:
      return false;
  }
}

function isComparison(node: SyntaxNode): boolean {
  return node.getChild('CompareOp') !== null || node.getChild('is') !== null || node.getChild('in') !== null;
}

/** `isinstance(other, type(self))`. */
function isInHarmlessCall(module: PythonModule, argument: SyntaxNode): boolean {
  const list = argument.parent;
  if (list?.name !== 'ArgList' || list.parent === null) return false;
  const callee = callOf(list.parent)?.callee;
  return (
    callee !== undefined &&
    readers.test(module.textOf(callee)) &&
    insideBrackets(list).some(({ from }) => from === argument.from)
  );
}
