import type { OriginFinder } from './origin.ts';

/**
 * By text: whether some file may give `name` of a module another value from outside, `names.STRIPE = x`,
 * `monkeypatch.setattr(names, "STRIPE", x)`, `patch("names.STRIPE", x)`.
 */
export function isChangedFromOutside(finder: OriginFinder, name: string): boolean {
  const sets = attributeTarget(name);
  const isPatched = patched(name);
  return (
    finder.others.mentioning(name).some(({ module: { text } }) => sets.test(text) || isPatched.test(text)) ||
    isSetUnseen(finder)
  );
}

/** Whether an attribute is set on anything but `self` in a file of the project. */
export function isAttributeSetElsewhere(finder: OriginFinder, name: string): boolean {
  const sets = attributeTarget(name);
  return finder.others.mentioning(name).some((other) => other !== finder && sets.test(other.module.text));
}

/** `x.name = …`, `x.name += …`, `del x.name`, `for x.name in`, `x.name, y = …`; but not on `self`. */
function attributeTarget(name: string): RegExp {
  const object = String.raw`(?<!\b(?:self|cls))\s*\.\s*${escaped(name)}\b(?!\s*\()`;
  const binds = String.raw`\s*(?:[-+*/%@&|^<>]{0,2}=(?!=)|:[^=\n\]}]*=(?!=)|,[^=\n]*[^=!<>]=(?!=)|\bin\b)`;
  return new RegExp(String.raw`(?:[\w)\]]${object}${binds})|\b(?:del|as)\s+[\w.]+\.${escaped(name)}\b`);
}

function patched(name: string): RegExp {
  return new RegExp(
    String.raw`(?:patch|attr|dict|vars|globals)\b[^\n]*\n?[^\n]*["'](?:[\w.]+\.)?${escaped(name)}["']`,
  );
}

/** `setattr(names, key, value)`. */
function isSetUnseen(finder: OriginFinder): boolean {
  const file = /([^/]+?)(?:\/__init__)?\.py$/.exec(finder.module.uri)?.[1];
  if (file === undefined) return true;
  const sets = new RegExp(String.raw`\b(?:set|del)attr\(\s*(?:\w+\.)*${escaped(file)}\s*,`);
  return finder.others.mentioning('setattr').some(({ module: { text } }) => sets.test(text));
}

function escaped(word: string): string {
  return word.replaceAll(/[^\w]/g, String.raw`\$&`);
}

/** By text: whether a file may reach a function by its name as a text, `getattr(module, "name")`. */
export function isMentionedInText(text: string, word: string): boolean {
  if (!/\b(?:getattr|globals|vars|import_module|eval|exec|attrgetter|methodcaller)\b|__dict__/.test(text))
    return false;
  return new RegExp(String.raw`["'](?:[\w.:]+[.:])?${escaped(word)}["']`).test(text);
}
