import type { SecretAtom, Value } from '../engine/model.ts';
import type { ApplyEffect, Caller, LibraryCall, Run } from '../engine/run.ts';
import {
  credentialName,
  isSecret,
  join,
  literal,
  nothing,
  onlyLiteral,
  outside,
  unknown,
} from '../engine/values.ts';
import { allArguments, argument, argumentsOf, nameOf } from './arguments.ts';
import { flagsIn } from './trials.ts';
import { createLike, listOf, objectsIn, secretsIn } from '../engine/contents.ts';
import { through } from '../engine/paths.ts';

/** Fields by name: `json.loads(text)`, `JSON.parse(text)`, `parse_qs(query)`. */
export const parse: ApplyEffect = (run, call) => {
  const given = argumentsOf(run, call);
  const [text = nothing] = allArguments(given);
  const secrets = secretsIn(text);
  const found = join(
    ...secrets.map((secret) =>
      secret.serialized === undefined ? [parsedFields(run, secret)] : through(run, secret, secret.serialized),
    ),
  );
  const isOnlySecret = secrets.length > 0 && secrets.length === text.length;
  const whole = isOnlySecret ? found : join(found, unknown);
  const parsed = /\.parse_qsl?$/.test(call.path) ? queryOf(run, whole, call) : whole;
  const change =
    call.path === 'JSON.parse' ? argument(given, 1)?.filter(({ kind }) => kind === 'function') : undefined;
  if (change !== undefined && change.length > 0) return changedBy(run, parsed, change, call.at);
  const hook = given.named.get('object_hook');
  return hook === undefined ? parsed : run.call(hook, [{ value: parsed }], call.at);
};

/** `parse_qs` returns a list of values for each name, `parse_qsl` returns pairs. */
function queryOf(run: Run, parsed: Value, { path, at }: LibraryCall): Value {
  return parsed.flatMap((atom): Value => {
    if (atom.kind !== 'object') return [atom];
    const contents = run.contents(atom);
    const isPairs = contents.type === 'list';
    if (path.endsWith('l'))
      return isPairs ? [atom] : (run.callOutside('dictionary.items', [atom], [], at) ?? unknown);
    const named = isPairs ? run.callOutside('dict', undefined, [{ value: [atom] }], at) : [atom];
    return (named ?? unknown).map((one) => {
      if (one.kind !== 'object') return one;
      const all = run.contents(one);
      const entries = new Map(
        [...all.entries].map(
          ([key, value]) => [key, listOf(run, { isKnown: true, items: [value] })] as const,
        ),
      );
      return createLike(run, one, { ...all, entries });
    });
  });
}

function parsedFields(run: Run, { read, requires, entered }: SecretAtom): Value[number] {
  const object = run.create({ type: 'dictionary', secret: { read, requires } });
  return { ...object, ...(entered && { entered }) };
}

const credentialKey: Value = outside(credentialName);

/** The results of a JSON replacer or reviver for all entries. */
export function changedBy(run: Run, value: Value, change: Value, at: Caller, depth = 0): Value {
  if (depth > 6) return unknown;
  const changed = (key: Value, one: Value): Value =>
    changedBy(run, run.call(change, [{ value: key }, { value: one }], at), change, at, depth + 1);
  return value.map((atom) => {
    if (atom.kind !== 'object') return atom;
    const { secret, ...contents } = run.contents(atom);
    const entries = new Map(
      [...contents.entries].map(([key, one]) => [key, changed(literal(key), one)] as const),
    );
    const others = contents.others.length === 0 ? contents.others : changed(unknown, contents.others);
    const isKept =
      secret !== undefined && changed(credentialKey, [{ kind: 'secret', ...secret }]).some(isSecret);
    return createLike(run, atom, { ...contents, entries, others, ...(isKept && { secret }) });
  });
}

const holding = ['password', 'netloc', 'href', 'auth', 'userinfo'];
/** The names of the parts of an address that contain the part with this name. */
export function addressParts(name: string): readonly string[] {
  return name === 'netloc' ? holding : (behind.find(([, names]) => names.includes(name))?.[1] ?? []);
}

const harmless = [
  'hostname',
  'host',
  'port',
  'scheme',
  'path',
  'protocol',
  'origin',
  'pathname',
  'query',
  'search',
  'hash',
  'fragment',
  'params',
  'searchParams',
];

/** The parts that a value belongs to if the text before it contains these characters. */
const behind: readonly (readonly [RegExp, readonly string[]])[] = [
  [/#/, ['fragment', 'hash', 'href']],
  [/\?/, ['query', 'search', 'href']],
  [/:\/\/[^/]*\//, ['path', 'pathname', 'href']],
];

/** `urlparse(address)`, `new URL(address)`: the user and the password are at known places. */
export const parseAddress: ApplyEffect = (run, call) => {
  const given = argumentsOf(run, call);
  const text = join(...[argument(given, 0), argument(given, 1)].map((value) => value ?? nothing));
  const secrets = text.filter(isSecret);
  if (secrets.length === 0) return unknown;
  const entries = new Map<string, Value>([...holding, ...harmless].map((name) => [name, unknown]));
  for (const secret of secrets) {
    const { before = '' } = secret;
    const [, names] = behind.find(([sign]) => sign.test(before)) ?? [undefined, holding];
    for (const name of names)
      entries.set(name, join(entries.get(name)?.filter(isSecret) ?? nothing, secretsIn([secret])));
  }
  return [run.create({ type: 'instance', entries, path: call.path })];
};

/** A shallow copy of the receiver. */
export const copy: ApplyEffect = (run, call) => {
  const first = argument(argumentsOf(run, call), 0) ?? nothing;
  const objects = objectsIn(call.receiver ?? nothing);
  return copyAll(run, objects.length > 0 ? objects : first, 0, new Map());
};

export const copyOf: ApplyEffect = (run, call) => {
  return copyAll(run, argument(argumentsOf(run, call), 0) ?? unknown, 0, new Map());
};

const maximumDepth = 12;

export const deepCopy: ApplyEffect = (run, call) => {
  return copyAll(run, argument(argumentsOf(run, call), 0) ?? unknown, maximumDepth, new Map());
};

export function deepCopyOf(run: Run, value: Value): Value {
  return copyAll(run, value, maximumDepth, new Map());
}

/** `known` maps each object to its copy, so that cycles end. */
function copyAll(run: Run, value: Value, depth: number, known: Map<number, Value[number]>): Value {
  return value.map((atom) => {
    if (atom.kind !== 'object') return atom;
    const made = known.get(atom.id);
    if (made !== undefined) return made;
    const contents = run.contents(atom);
    const copied = createLike(run, atom, contents);
    known.set(atom.id, copied);
    if (depth === 0) return copied;
    const inside = (one: Value): Value => copyAll(run, one, depth - 1, known);
    const entries = new Map([...contents.entries].map(([key, one]) => [key, inside(one)] as const));
    run.change(copied, { ...contents, entries, others: inside(contents.others) });
    return copied;
  });
}

/** The first argument, or the second one of `typing.cast(type, value)`. */
export const same: ApplyEffect = (run, call) => {
  return argument(argumentsOf(run, call), nameOf(call) === 'cast' ? 1 : 0) ?? unknown;
};

/** `re.compile(source)`. A compiled pattern is the text that it is made from. */
export const compilePattern: ApplyEffect = (run, call) => {
  const source = same(run, call);
  const only = onlyLiteral(source);
  if (only === undefined) return source;
  const flags = flagsIn(argument(argumentsOf(run, call), 1, 'flags'));
  return [{ ...only, isPattern: true, ...(flags !== undefined && { flags }) }];
};

export const receiverItself: ApplyEffect = (_, { receiver }) => receiver ?? unknown;
