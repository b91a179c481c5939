import type { Key, Value } from '../engine/model.ts';
import type { LibraryCall, Run } from '../engine/run.ts';
import { concatenated } from '../engine/operations.ts';
import { heldIn } from '../engine/contents.ts';
import { isSecret, literal, onlyLiteral, unknown } from '../engine/values.ts';
import { argument, argumentsOf, methodCall, nameOf } from './arguments.ts';
import { matchOf } from './matches.ts';
import { partsOf, shortText, startOf, trialOf } from './trials.ts';

/**
 * A text in which a known pattern is replaced: a template, or a value behind a literal. Undefined for other texts and
 * patterns. A value that a group or a function puts back is still there.
 */
export function replacedText(run: Run, call: LibraryCall): Value | undefined {
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
  const start = startOf(trial.text);
  const tried = partsOf(
    trial,
    isPython || nameOf(call) === 'replaceAll',
    start ?? (trial.text.some(isSecret) ? '' : undefined),
    (match, valueOf) => replacement(run, by, match, valueOf, call),
  );
  if (tried?.isTried !== true) return undefined;
  const text = concatenated(tried.parts);
  if (start !== undefined || !trial.text.some(isSecret)) return text;
  return text.some(isSecret) ? heldIn(text) : undefined;
}

function replacement(
  run: Run,
  by: Value,
  match: RegExpExecArray,
  valueOf: (part: string) => Value,
  call: LibraryCall,
): Value {
  const functions = by.filter(({ kind }) => kind === 'function');
  const written = onlyLiteral(by)?.value;
  // A group that takes no part in the match is undefined, whatever its type says.
  const groupAt = (key: Key): Value => {
    const part: string | undefined = typeof key === 'number' ? match[key] : match.groups?.[key];
    return part === undefined ? literal('') : valueOf(part);
  };
  if (functions.length > 0) {
    const names = [...match.keys(), ...Object.keys(match.groups ?? {})];
    const passed = run.library.isEmptyFalse
      ? [[matchOf(run, new Map(names.map((key) => [key, groupAt(key)])))]]
      : [...match.keys()].map(groupAt);
    return run.textOf(
      run.call(
        functions,
        passed.map((value) => ({ value })),
        call.at,
      ),
    );
  }
  if (typeof written !== 'string') return run.textOf(by);
  const parts = written.split(run.library.isEmptyFalse ? /(\\\d|\\g<\w+>)/ : /(\$\d|\$<\w+>|\$&)/);
  return concatenated(
    parts.map((part, at) => {
      if (at % 2 === 0) return /[$\\]/.test(part) ? unknown : literal(part);
      const [name = '0'] = /\w+(?=>$)|\d$/.exec(part) ?? [];
      return groupAt(/^\d+$/.test(name) ? Number(name) : name);
    }),
  );
}

/** A string without what is replaced. */
function unchanged(text: Value, old: Value | undefined): Value | undefined {
  const [whole, part] = [shortText(text), old && shortText(old)];
  return whole !== undefined && part !== undefined && !part.startsWith('/') && !whole.includes(part)
    ? text
    : undefined;
}
