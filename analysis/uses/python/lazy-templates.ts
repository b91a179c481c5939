import type { SyntaxNode } from '@lezer/common';
import { argumentsOf } from '../../syntax/python/arguments.ts';
import type { PythonFile } from '../../references/python/python-file.ts';
import { stringValue } from '../../syntax/python/strings.ts';
import { attributeOf, callOf, isSameNode } from '../../syntax/python/syntax.ts';
import { isCredentialField } from '../credential-field.ts';
import { shownByPercent } from './shown.ts';

/**
 * `log.info("key %.4s…", x)`, `log.info("%(client_id)s", x)`: arguments that a log's own template does not
 * show.
 */
export function isHiddenByTemplate({ module }: PythonFile, call: SyntaxNode, value: SyntaxNode): boolean {
  const parts = callOf(call);
  if (parts === undefined || attributeOf(parts.callee) === undefined) return false;
  const given = argumentsOf(module.text, parts.list);
  const hasPlaces = given.every(({ star, keyword }) => star === undefined || keyword !== undefined);
  const at = given.findIndex(({ keyword, value: one }) => keyword === undefined && isSameNode(one, value));
  const from = given.findIndex((one) => one.value && /%/.test(stringValue(module.text, one.value) ?? ''));
  const template = given[from]?.value;
  const shown = template && shownByPercent(stringValue(module.text, template) ?? '');
  if (!hasPlaces || from === -1 || at <= from || shown === undefined) return false;
  const names = shown.flatMap(({ key }) => (typeof key === 'string' ? [key] : []));
  if (names.length > 0) return !names.some(isCredentialField);
  return !shown.some(({ key }) => key === at - from - 1);
}
