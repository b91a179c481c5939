import type { SyntaxNode } from '@lezer/common';
import { functionAround } from '../../flow/javascript/functions.ts';
import type { OriginFinder } from '../../flow/javascript/origin.ts';
import { isSameNode, targetOf } from '../../syntax/javascript/syntax.ts';
import type { Span } from '../../model/parsed-file.ts';
import type { SecretUse } from '../../model/secret-use.ts';
import { sentence, type Sentence } from '../../../contracts/words.ts';
import { cacheCall, cacheTarget } from './cache-sinks.ts';
import { modelSink, stateSink, stateTarget } from './conversation-sinks.ts';
import { isKnownEmpty } from './secret-values.ts';
import { exceptionSink, logSink } from './log-sinks.ts';
import { carrierAround, receiverOf } from './parts.ts';
import { parameterOf } from './value-places.ts';

/** A use that has not been matched to the secret of its value yet. */
export type Leak = Pick<SecretUse, 'kind' | 'span' | 'sink'>;

/** Returns where `value` leaks, based on the syntax alone. `place` is the value that it carries. */
export function leaksOf(finder: OriginFinder, place: SyntaxNode, value: SyntaxNode): readonly Leak[] {
  const leak = isParameter(finder, place) ? undefined : leakOf(finder, value);
  const span = cachedAt(finder, value);
  return [...(leak ? [leak] : []), ...(span ? [{ kind: 'cache' as const, span }] : [])];
}

/**
 * If a helper uses its parameter, that is reported at the calls of the helper, because the value enters
 * there.
 */
function isParameter({ module }: OriginFinder, place: SyntaxNode): boolean {
  const binding = place.name === 'VariableName' ? module.bindingSeenBy(place) : undefined;
  return typeof binding === 'object' && binding.kind === 'parameter';
}

function leakOf(finder: OriginFinder, value: SyntaxNode): Leak | undefined {
  return directLeak(finder, value) ?? throughHelper(finder, value);
}

function directLeak(finder: OriginFinder, value: SyntaxNode): Leak | undefined {
  const span = spanOf(value);
  const target = receiverOf(finder.module, value);
  const stored = target && stateTarget(finder, target);
  if (stored !== undefined) return { kind: 'state', span, sink: stored };
  const raised = exceptionSink(finder, value);
  if (raised !== undefined) return { kind: 'log', span, sink: raised };
  const call = value.parent?.name === 'ArgList' ? value.parent.parent : null;
  if (call?.name !== 'CallExpression') return undefined;
  const log = logSink(finder, call);
  if (log !== undefined) return { kind: 'log', span, sink: log };
  const model = modelSink(finder, call);
  if (model !== undefined) return { kind: 'model', span, sink: model };
  const state = stateSink(finder, call, value);
  return state === undefined ? undefined : { kind: 'state', span, sink: state };
}

/** Follows one level: a function of this module that logs its parameter. */
function throughHelper(finder: OriginFinder, value: SyntaxNode): Leak | undefined {
  const { module } = finder;
  if (value.parent?.name !== 'ArgList') return undefined;
  const [parameter] = parameterOf(finder, value);
  const binding = parameter?.name === 'VariableDefinition' ? module.bindingOf(parameter) : undefined;
  if (parameter === undefined || binding === undefined) return undefined;
  const definition = functionAround(parameter);
  const name = definition?.getChild('VariableDefinition') ?? (definition && targetOf(definition));
  for (const use of module.usesOf(binding)) {
    if (!isSameNode(functionAround(use), definition ?? null) || isKnownEmpty(module, use)) continue;
    const leak = directLeak(finder, carrierAround(module, use));
    if (leak !== undefined)
      return { ...leak, span: spanOf(value), sink: sinkIn(leak.sink ?? '', name && module.textOf(name)) };
  }
  return undefined;
}

function sinkIn(sink: string | Sentence, name: string | undefined): string | Sentence {
  return name ? sentence('{sink} in {function}', { sink, function: name }) : sink;
}

function cachedAt(finder: OriginFinder, value: SyntaxNode): Span | undefined {
  const target = receiverOf(finder.module, value);
  if (target !== undefined) return cacheTarget(finder, target) ? spanOf(target) : undefined;
  const object = value.parent?.name === 'ArgList' ? cacheCall(finder, value) : undefined;
  return object && spanOf(object);
}

function spanOf({ from, to }: SyntaxNode): Span {
  return { start: from, end: to };
}
