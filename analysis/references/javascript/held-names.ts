import type { SyntaxNode } from '@lezer/common';
import { isAgentCallee } from './agent.ts';
import { argumentsOf } from '../../flow/javascript/functions.ts';
import { type OriginFinder, type FlowPlace, stepTo } from '../../flow/javascript/origin.ts';
import { joined, possibleTextsAt } from '../../flow/javascript/texts.ts';

/**
 * Names of the secrets whose value an expression may be; empty if it may be something else, or if a name is
 * not known.
 */
export function heldNames(finder: OriginFinder, expression: SyntaxNode): readonly string[] {
  const names = new Set<string>();
  for (const origin of finder.of(expression)) {
    if (isEmpty(origin)) continue;
    const read = namesReadBy(origin);
    if (read.length === 0) return [];
    for (const name of read) names.add(name);
  }
  return [...names];
}

/** For a helper that takes the name, the name that this particular call passes. */
function namesReadBy(origin: FlowPlace): readonly string[] {
  const { node, keys, finder } = origin;
  const list = node.name === 'CallExpression' && keys.length === 0 ? node.getChild('ArgList') : null;
  const isRead = list !== null && node.firstChild !== null && isAgentCallee(finder.module, node.firstChild);
  const argument = isRead ? argumentsOf(list)?.[0] : undefined;
  const texts = argument === undefined ? [] : possibleTextsAt(stepTo(origin, argument));
  return texts.every(({ parts }) => parts.length === 1) ? texts.map((text) => joined(text)) : [];
}

/** `await … ?? {}` still contains the secret. */
function isEmpty({ node, keys, finder }: FlowPlace): boolean {
  return keys.length === 0 && /^(?:null|undefined|\{\s*\}|""|'')$/.test(finder.module.textOf(node));
}
