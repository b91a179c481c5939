import type { SyntaxNode } from '@lezer/common';
import { argumentsOf, callAround, callOf } from '../../syntax/python/syntax.ts';
import { stringValue } from '../../syntax/python/strings.ts';
import { classUseOf, isRelated, type KnownClass } from './classes.ts';
import { importedAs } from './imported.ts';
import type { Origin, OriginFinder } from './origin.ts';
import { modulesMentioning } from './others-mentioning.ts';

/**
 * Whether code of the project may call any function or method without writing its name: `exec(code)`, or a loop
 * over the members of a module or class.
 */
export function callsUnseen(finder: OriginFinder): boolean {
  return isAnswered(finder, 'calls unseen', () =>
    ['exec', 'eval', 'getmembers', 'getmembers_static'].some((word) => {
      for (const { module } of modulesMentioning(finder, word))
        if (module.evaluates || (word.startsWith('get') && module.mentions(word))) return true;
      return false;
    }),
  );
}

/** `globals()[key]`, `globals().values()`, or the dictionary is passed on. */
const wholeGlobals =
  /\b(?:globals|locals|vars)\(\)(?!\s*(?:\[\s*["'][^"'\n]*["']\s*\]|\.(?:get|pop|setdefault)\(\s*["']))/;

/**
 * Whether code may look up a function of a module, or a method of a class, by a name that is computed:
 * `getattr(module, key)`, `Client.__dict__[key]`.
 */
export function isLookedUp(wanted: OriginFinder, owner: KnownClass | undefined): boolean {
  const key = `looked up:${owner === undefined ? '' : String(owner.definition.from)}`;
  return isAnswered(wanted, key, () => {
    if (owner === undefined && wholeGlobals.test(wanted.module.text)) return true;
    for (const word of ['getattr', 'vars', '__dict__'])
      for (const finder of modulesMentioning(wanted, word))
        for (const node of finder.module.occurrences([word], finder.module.root)) {
          const object = objectOfLookup(finder, node);
          if (object !== undefined && mayHold(finder, object, wanted, owner)) return true;
        }
    return false;
  });
}

function isAnswered(finder: OriginFinder, key: string, work: () => boolean): boolean {
  const found = finder.remember(key, () => (work() ? [{ node: finder.module.root, finder }] : []));
  return found?.length !== 0;
}

/** Returns the object in `getattr(object, key)`, `vars(object)` and `object.__dict__`. */
function objectOfLookup({ module }: OriginFinder, word: SyntaxNode): SyntaxNode | undefined {
  if (module.textOf(word) === '__dict__')
    return word.name === 'PropertyName' ? (word.parent?.firstChild ?? undefined) : undefined;
  const call = word.name === 'VariableName' ? callAround(word) : undefined;
  const list = call && callOf(call)?.list;
  const [object, name] = list === undefined ? [] : argumentsOf(module.text, list).map(({ value }) => value);
  const isWritten = name !== undefined && stringValue(module.text, name) !== undefined;
  return isWritten ? undefined : object;
}

/** Whether an object may be the module of a function, or have the methods of a class. */
function mayHold(
  finder: OriginFinder,
  object: SyntaxNode,
  wanted: OriginFinder,
  owner: KnownClass | undefined,
): boolean {
  if (/^(?:self|cls|conv)\b/.test(finder.module.textOf(object)) && owner === undefined) return false;
  if (/^conv\b/.test(finder.module.textOf(object))) return false;
  const origins = finder.of(object);
  return origins.length === 0 || origins.some((origin) => mayBe(origin, wanted, owner));
}

function mayBe(origin: Origin, wanted: OriginFinder, owner: KnownClass | undefined): boolean {
  const { node, finder } = origin;
  if (node.name === 'Script') return owner === undefined && finder === wanted;
  const use = classUseOf(origin);
  if (use !== undefined) return owner !== undefined && isRelated(use, owner);
  if (/String$|^(?:Number|Array|Dictionary|Set|Tuple|Boolean|None)/.test(node.name)) return false;
  return importedAs(finder.module.text, node) === undefined;
}
