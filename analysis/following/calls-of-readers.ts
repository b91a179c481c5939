import type { PassedArgument, Value } from '../engine/model.ts';
import type { Caller } from '../engine/run.ts';
import { onlyLiteral } from '../engine/values.ts';
import type { Library } from '../libraries/library.ts';
import type { SecretReference } from '../model/reference.ts';
import { readNamed } from './named-reads.ts';
import { effectOf } from './outside-calls.ts';
import type { NameCollector } from './name-collector.ts';

/** The read that a call makes, if it makes one. */
export function readBy(
  library: Library,
  callee: Value,
  passed: readonly PassedArgument[],
  { scope }: Caller,
): SecretReference | undefined {
  if (isPartial(library, callee)) return undefined;
  for (const { place, value } of passed) {
    const read = place === undefined ? onlyLiteral(value)?.read : scope.module.readAt(place);
    const name = onlyLiteral(value)?.value;
    if (read !== undefined) return typeof name === 'string' ? readNamed(read, name) : read;
  }
  return undefined;
}

/** Whether a function only keeps its arguments for later. */
function isPartial(library: Library, [callee]: Value): boolean {
  return callee?.kind === 'outside' && effectOf(library, callee.path) === 'partial';
}

/** Notes the names with which a call reads secrets. */
export function noteNames(names: NameCollector, passed: readonly PassedArgument[], { scope }: Caller): void {
  if (scope.module.reads.length === 0) return;
  for (const { place, value } of passed) {
    const read = place && scope.module.readAt(place);
    if (read !== undefined) names.add(read, value);
  }
}
