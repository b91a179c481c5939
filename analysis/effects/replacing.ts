import type { Key, Value } from '../engine/model.ts';
import type { LibraryCall, Run } from '../engine/run.ts';
import { concatenated } from '../engine/operations.ts';
import { literal, onlyLiteral, unknown } from '../engine/values.ts';
import { argument, argumentsOf, methodCall, nameOf } from './arguments.ts';
import { matchOf } from './matches.ts';
import { partsOf, shortText, trialOf } from './trials.ts';

/** A literal in which something known is replaced: a template. Undefined for other texts and patterns. */
export function replacedLiteral(run: Run, call: LibraryCall): Value | undefined {
  const isPython = run.library.isEmptyFalse;
  const { receiver, given } = methodCall(run, call);
  const isSub = /^subn?$/.test(nameOf(call));
  if (isPython && !isSub) return unchanged(receiver, argument(given, 0));
  const by = isSub
    ? argument(
        call.path.startsWith('re.') ? argumentsOf(run, call) : given,
        call.path.startsWith('re.') ? 1 : 0,
        'repl',
      )
    : argument(given, 1);
  const trial = trialOf(run, call);
  if (trial === undefined || by === undefined)
    return isPython ? undefined : unchanged(receiver, argument(given, 0));
  const functions = by.filter(({ kind }) => kind === 'function');
  const written = onlyLiteral(by)?.value;
  const parts = partsOf(trial, isPython || nameOf(call) === 'replaceAll', (match) => {
    if (functions.length > 0) {
      const groups = new Map<Key, Value>([...match.entries()].map(([key, part]) => [key, literal(part)]));
      for (const [name, part] of Object.entries(match.groups ?? {})) groups.set(name, literal(part));
      const passed = isPython ? [[matchOf(run, groups)]] : match.map((part) => literal(part));
      return run.textOf(
        run.call(
          functions,
          passed.map((value) => ({ value })),
          call.at,
        ),
      );
    }
    return typeof written === 'string' && /[$\\]/.test(written) ? unknown : run.textOf(by);
  });
  return parts && concatenated(parts);
}

/** A text without what is replaced. */
function unchanged(text: Value, old: Value | undefined): Value | undefined {
  const [whole, part] = [shortText(text), old && shortText(old)];
  return whole !== undefined && part !== undefined && !part.startsWith('/') && !whole.includes(part)
    ? text
    : undefined;
}
