import { argumentsOf } from '../../syntax/python/arguments.ts';
import { stringValue } from '../../syntax/python/strings.ts';
import { attributeOf, callOf } from '../../syntax/python/syntax.ts';
import { onlyOrigin, type Origin } from './origin.ts';

/** `"a,b".split(",")`. */
export function piecesOf(origin: Origin): readonly Origin[] | undefined {
  const { node, finder, frame } = origin;
  const call = callOf(node);
  const method = call && attributeOf(call.callee);
  if (call === undefined || method === undefined || finder.module.textOf(method.property) !== 'split')
    return undefined;
  const [separator, more] = argumentsOf(finder.module.text, call.list).map(({ value }) => value);
  const only = onlyOrigin(finder, method.object, frame);
  const text = only && only.text === undefined ? stringValue(only.finder.module.text, only.node) : undefined;
  const by = separator && stringValue(finder.module.text, separator);
  if (text === undefined || more !== undefined || by === '') return undefined;
  if (separator !== undefined && by === undefined) return undefined;
  if (by === undefined && /[^ -~\s]/.test(text)) return undefined;
  const pieces = by === undefined ? text.split(/\s+/).filter((piece) => piece !== '') : text.split(by);
  return pieces.map((piece) => ({ node, finder, frame, text: piece }));
}
