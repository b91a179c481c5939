import type { SyntaxNode } from '@lezer/common';
import { attributeOf } from '../../syntax/python/syntax.ts';
import { classUseOf } from './classes.ts';
import { othersMentioning } from './others-mentioning.ts';
import type { OriginFinder } from './origin.ts';
import { isHarmlessName, isOnlyRead, isPlainRead, isTarget } from './plain-reads.ts';
import type { PythonModule } from './python-module.ts';

/** The maximum number of times that a collection can be renamed from file to file. */
const maximumRenames = 3;

/**
 * Whether a file may assign `name` of a module from outside, as in `names.STRIPE = x`,
 * `monkeypatch.setattr(names, "STRIPE", x)` or `patch("names.STRIPE", x)`. Uses the text alone.
 */
export function isChangedFromOutside(finder: OriginFinder, name: string): boolean {
  const sets = attributeTarget(name);
  const isPatched = patched(name);
  const word = fileNameOf(finder);
  for (const other of finder.others.mentioning(name)) {
    const { module } = other;
    if (!sets.test(module.text) && !isPatched.test(module.text)) continue;
    if (module.mentions(word) || setsOnModule(other, name, finder)) return true;
  }
  return isSetUnseen(finder);
}

/** `module.NAME = …` in a function that may get the module as an argument. */
function setsOnModule(finder: OriginFinder, name: string, wanted: OriginFinder): boolean {
  const { module } = finder;
  for (const property of module.occurrences([name], module.root)) {
    const member = property.name === 'PropertyName' ? property.parent : null;
    const object = member && isTarget(member) ? attributeOf(member)?.object : undefined;
    const origins = object === undefined ? [] : finder.of(object);
    const isIt = origins.some((origin) => {
      if (origin.node.name === 'Script') return origin.finder === wanted;
      return origin.node.parent?.name === 'ParamList' && classUseOf(origin) === undefined;
    });
    if (isIt) return true;
  }
  return false;
}

/** Whether the other files only read the collection of a module. */
export function isOnlyReadElsewhere(finder: OriginFinder, name: string, layers: number, depth = 0): boolean {
  if (depth >= maximumRenames) return false;
  for (const other of usersOf(finder, name)) {
    if (other === finder) continue;
    for (const node of other.module.occurrences([name], other.module.root))
      if (!isReadAt(other, node, layers, depth)) return false;
  }
  return true;
}

function isReadAt(finder: OriginFinder, node: SyntaxNode, layers: number, depth: number): boolean {
  const { module } = finder;
  if (node.parent?.name === 'ImportStatement') {
    const alias = node.nextSibling?.name === 'as' ? node.nextSibling.nextSibling : null;
    if (alias === null) return true;
    const isRead = isOnlyRead(module, { node: alias }, layers);
    return isRead && isOnlyReadElsewhere(finder, module.textOf(alias), layers, depth + 1);
  }
  if (node.name === 'PropertyName') return node.parent !== null && isPlainRead(module, node.parent, layers);
  return node.name !== 'VariableName' || isHarmlessName(module, node, layers);
}

/** The modules that mention both a name of a module and the name of the module itself. */
function* usersOf(finder: OriginFinder, name: string): Generator<OriginFinder> {
  const word = fileNameOf(finder);
  for (const other of finder.others.mentioning(name)) if (other.module.mentions(word)) yield other;
}

/** Returns `names` for both `names.py` and `names/__init__.py`. */
function fileNameOf({ module: { uri } }: OriginFinder): string {
  return /([^/]+?)(?:\/__init__)?\.pyi?$/.exec(uri)?.[1] ?? '';
}

/** Whether a file of the project may set an attribute on any object other than `self`. */
export function isAttributeSetElsewhere(finder: OriginFinder, name: string): boolean {
  const sets = attributeTarget(name);
  for (const other of othersMentioning(finder, name))
    if (sets.test(other.module.text) || other.module.patches) return true;
  return false;
}

/**
 * Matches `x.name = …`, `x.name += …`, `del x.name`, `for x.name in` and `x.name, y = …`, except on `self`.
 */
function attributeTarget(name: string): RegExp {
  const object = String.raw`(?<!\b(?:self|cls))\s*\.\s*${escaped(name)}\b(?!\s*\()`;
  const binds = String.raw`\s*(?:[-+*/%@&|^<>]{0,2}=(?!=)|:[^=\n\]}]*=(?!=)|,[^=\n]*[^=!<>]=(?!=)|\bin\b)`;
  return new RegExp(
    String.raw`(?:[\w)\]]${object}${binds})|\b(?:del|as)\s+(?:[([][^\n:]*|[\w.]+)\.${escaped(name)}\b`,
  );
}

function patched(name: string): RegExp {
  return new RegExp(
    String.raw`(?:patch|attr|dict|vars|globals)\b[^\n]*\n?[^\n]*["'](?:[\w.]+\.)?${escaped(name)}["']`,
  );
}

/** `setattr(names, key, value)` may change any name of the module. */
export function isSetUnseen(finder: OriginFinder): boolean {
  const file = escaped(fileNameOf(finder));
  const name = String.raw`(?:\w+\.)*${file}`;
  const sets = new RegExp(
    String.raw`\b(?:set|del)attr\(\s*${name}\s*,|\bvars\(\s*${name}\s*\)|\b${file}\s*\.\s*__(?:dict|setattr)__|\bgetattr\(\s*${name}\s*,\s*(?!["'])`,
  );
  return ['setattr', 'vars', 'getattr', '__dict__', '__setattr__'].some((word) => {
    for (const { module } of finder.others.mentioning(word)) if (sets.test(module.text)) return true;
    return false;
  });
}

function escaped(word: string): string {
  return word.replaceAll(/[^\w]/g, String.raw`\$&`);
}

/**
 * Whether a file may access a function by its name as a string, as in `getattr(module, "name")`. Uses the
 * text alone.
 */
export function isMentionedInText(module: PythonModule, word: string): boolean {
  if (!module.asksByName) return false;
  return new RegExp(String.raw`["'](?:[\w.:]+[.:])?${escaped(word)}["']`).test(module.text);
}
