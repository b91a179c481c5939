import type { SyntaxNode } from '@lezer/common';
import { possibleNames } from '../../flow/python/possible-names.ts';
import { argumentsOf, commaGroups, insideBrackets } from '../../syntax/python/syntax.ts';
import type { PythonFile } from '../../references/python/python-file.ts';
import { stringValue } from '../../syntax/python/strings.ts';
import { partOfGroup, plain, type ValuePart } from './collection-parts.ts';
import { isCutBy, type Shown, shownByBraces, shownByPercent } from './shown.ts';

/** `f"{x}"` shows `x`, but `f"{x:.4}"` shows only four letters. */
export function partsOfFormatString({ module }: PythonFile, node: SyntaxNode): readonly ValuePart[] {
  return node.getChildren('FormatReplacement').flatMap((replacement) => {
    const format = replacement.getChild('FormatSpec');
    const value = replacement.firstChild?.nextSibling;
    const isHidden = format !== null && isCutBy(module.textOf(format));
    return isHidden || value === null || value === undefined ? [] : [{ part: value }];
  });
}

/** `"%(client_id)s" % x` shows only that field, and `"%.4s" % x` shows nothing. */
export function partsOfPercent(file: PythonFile, left: SyntaxNode, right: SyntaxNode): readonly ValuePart[] {
  const template = textOf(file, left);
  const shown = template === undefined ? undefined : shownByPercent(template);
  if (shown === undefined) return plain([left, right]);
  const fields = shown.flatMap(({ key }) => (typeof key === 'string' ? [key] : []));
  if (fields.length > 0) return [{ part: right, only: fields }];
  if (right.name !== 'TupleExpression') return shown.length === 0 ? [] : [{ part: right }];
  const items = commaGroups(insideBrackets(right));
  const hasStar = items.some(([first]) => first?.name === '*');
  return items.flatMap((item, at) =>
    hasStar || shown.some(({ key }) => key === at) ? partOfGroup(item) : [],
  );
}

/** `"{client_id}".format(**x)` shows only that field. */
export function partsOfFormat(file: PythonFile, object: SyntaxNode, list: SyntaxNode): readonly ValuePart[] {
  const { module } = file;
  const template = textOf(file, object);
  const given = argumentsOf(module.text, list);
  const shown = template === undefined ? undefined : shownByBraces(template);
  if (shown === undefined)
    return plain([object, ...given.flatMap(({ value, star }) => (star ? [] : (value ?? [])))]);
  return given.flatMap(({ keyword, star, value }, at): readonly ValuePart[] => {
    if (value === undefined) return [];
    if (star === '*') return [{ part: value, only: 'elements' }];
    if (star === '**') return partsNamed(value, shown);
    const key = keyword === undefined ? at : module.textOf(keyword);
    return partShown(
      value,
      shown.filter((one) => one.key === key),
    );
  });
}

/** `"{client_id}".format_map(x)` */
export function partsOfFormatMap(
  file: PythonFile,
  object: SyntaxNode,
  value: SyntaxNode,
): readonly ValuePart[] {
  const template = textOf(file, object);
  return template === undefined ? [] : partsNamed(value, shownByBraces(template));
}

function partsNamed(part: SyntaxNode, shown: readonly Shown[]): readonly ValuePart[] {
  const only = shown.flatMap(({ key, field }) =>
    typeof key === 'string' && field === undefined ? [key] : [],
  );
  return only.length === 0 ? [] : [{ part, only }];
}

function partShown(part: SyntaxNode, shown: readonly Shown[]): readonly ValuePart[] {
  if (shown.some(({ field }) => field === undefined)) return [{ part }];
  const only = shown.flatMap(({ field }) => field ?? []);
  return only.length === 0 ? [] : [{ part, only }];
}

/** Returns the value of a template if there is exactly one. */
function textOf(file: PythonFile, template: SyntaxNode): string | undefined {
  const written = stringValue(file.module.text, template);
  if (written !== undefined || !/^(?:VariableName|MemberExpression)$/.test(template.name)) return written;
  const [only, other] = possibleNames(file.origins, template) ?? [];
  return other === undefined ? only : undefined;
}
