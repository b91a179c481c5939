import type { Atom, Value } from '../engine/model.ts';
import { methodsNamed } from '../engine/lineage.ts';
import { formattedAs } from '../engine/operations.ts';
import type { ApplyEffect, LibraryCall, Run } from '../engine/run.ts';
import { join, literal, unknown } from '../engine/values.ts';
import { allArguments, argument, methodCall, type Arguments } from './arguments.ts';
import { heldIn, listOf, objectsIn, secretsIn } from '../engine/contents.ts';

/** A place of a `{}` template: the argument, and how a part of it is reached. */
interface Place {
  readonly key: string | number;
  readonly path: readonly Access[];
  /** What comes after the colon. */
  readonly format: string;
}

interface Access {
  readonly name: string;
  readonly isAttribute: boolean;
}

/** `"…{}…{name}…".format(…)` */
export const format: ApplyEffect = (run, call) => {
  const isFormatter = call.path.startsWith('string.');
  const { receiver, given } = methodCall(run, isFormatter ? { ...call, receiver: undefined } : call);
  const own = isFormatter ? ownFormat(run, call) : undefined;
  if (own === 'unknown') return unknown;
  const templates = textsIn(receiver);
  const kept = secretsIn(receiver);
  if (templates === undefined) {
    const shown = allArguments(given).map((value) => run.textOf(value));
    return heldIn(join(kept, ...shown));
  }
  const shown = templates.flatMap(placesIn).map((place) => {
    const value = own === undefined ? argumentFor(run, given, place.key, call) : own(place.key, given);
    return formattedAs(run, followed(run, value, place.path, call), place.format, call.at);
  });
  return heldIn(join(kept, ...shown));
};

/** The method through which a project's formatter looks up values. `unknown` if it formats them itself. */
function ownFormat(
  run: Run,
  { receiver = unknown, at }: LibraryCall,
): ((key: string | number, given: Arguments) => Value) | 'unknown' | undefined {
  const made = objectsIn(receiver).flatMap((atom) => run.contents(atom).class ?? []);
  const has = (name: string): boolean => made.some((one) => methodsNamed(one, name).length > 0);
  if (['format_field', 'convert_field', 'get_field', 'vformat', 'parse'].some(has)) return 'unknown';
  if (!has('get_value')) return undefined;
  return (key, { items, named }) => {
    const passed = [
      literal(key),
      listOf(run, { isKnown: true, items }, 'tuple'),
      [run.create({ type: 'dictionary', entries: new Map(named) })],
    ];
    return run.call(
      run.member(receiver, 'get_value', at),
      passed.map((value) => ({ value })),
      at,
    );
  };
}

function argumentFor(run: Run, given: Arguments, key: string | number, { at }: LibraryCall): Value {
  if (typeof key === 'number') return argument(given, key) ?? unknown;
  const value = given.named.get(key);
  return value ?? (given.spread.length > 0 ? run.item(given.spread, literal(key), at) : unknown);
}

/** `"…{name}…".format_map(values)` */
export const formatMap: ApplyEffect = (run, call) => {
  const { receiver, given } = methodCall(run, call);
  const values = argument(given, 0) ?? unknown;
  const templates = textsIn(receiver);
  const kept = secretsIn(receiver);
  if (templates === undefined) return heldIn(join(kept, run.textOf(values)));
  const shown = templates.flatMap(placesIn).map(({ key, path }) => {
    return run.textOf(followed(run, run.item(values, literal(key), call.at), path, call));
  });
  return heldIn(join(kept, ...shown));
};

/** `Template("… $name …").substitute(values, name=…)`; the receiver is the text of the template. */
export const substitute: ApplyEffect = (run, call) => {
  const { receiver: template, given } = methodCall(run, call);
  const receiver = join(...template.map((atom) => templateOf(run, atom)));
  const values = argument(given, 0);
  const kept = secretsIn(receiver);
  const [sign] = template.flatMap((atom) =>
    atom.kind === 'object' ? run.member([atom], 'delimiter', call.at) : [],
  );
  const delimiter = sign?.kind === 'literal' ? String(sign.value) : '$';
  const templates = textsIn(receiver);
  if (templates === undefined)
    return heldIn(join(kept, ...allArguments(given).map((value) => run.textOf(value))));
  const names = templates.flatMap((one) => namesIn(one, delimiter));
  const shown = names.map((name) => {
    const value = given.named.get(name) ?? (values && run.item(values, literal(name), call.at));
    return run.textOf(value ?? unknown);
  });
  return heldIn(join(kept, ...shown));
};

/** An instance of a class of templates was created with its text. */
function templateOf(run: Run, atom: Atom): Value {
  return atom.kind === 'object' ? (run.contents(atom).passed?.[0]?.value ?? unknown) : [atom];
}

function namesIn(template: string, delimiter: string): readonly string[] {
  return template
    .replaceAll(delimiter + delimiter, '')
    .split(delimiter)
    .slice(1)
    .flatMap((part) => /^(?:\{(\w+)\}|(\w+))/.exec(part)?.slice(1).find(Boolean) ?? []);
}

/** All possible strings of a template. Undefined if it is not known. */
function textsIn(value: Value): readonly string[] | undefined {
  const texts = value.flatMap((atom) =>
    atom.kind === 'literal' && typeof atom.value === 'string' ? [atom.value] : [],
  );
  return texts.length > 0 && texts.length === value.length ? texts : undefined;
}

function followed(run: Run, value: Value, path: readonly Access[], { at }: LibraryCall): Value {
  let part = value;
  for (const { name, isAttribute } of path)
    part = isAttribute ? run.member(part, name, at) : run.item(part, literal(name), at);
  return part;
}

/** `"{} {0[client_id]} {user.name} {name:.4}"`. Values that are truncated to a few letters do not count. */
function placesIn(template: string): readonly Place[] {
  const places: Place[] = [];
  let position = 0;
  for (const [, hole] of template.matchAll(/\{\{|\}\}|\{((?:[^{}]|\{[^{}]*\})*)\}/g)) {
    const [, root, path = '', width = ''] =
      hole === undefined
        ? []
        : (/^([^.[!:]*)((?:\.\w+|\[[^\]]*\])*)(?:![rsa])?(?::(.*))?$/s.exec(hole) ?? []);
    if (root === undefined) continue;
    const key = root === '' ? position++ : /^\d+$/.test(root) ? Number(root) : root;
    if (!isShort(width)) places.push({ key, path: accessesIn(path), format: width });
  }
  return places;
}

function accessesIn(path: string): readonly Access[] {
  return [...path.matchAll(/\.(\w+)|\[([^\]]*)\]/g)].map(([, attribute, key = '']) => {
    return attribute === undefined
      ? { name: key, isAttribute: false }
      : { name: attribute, isAttribute: true };
  });
}

/** Whether a format truncates a value to a few characters, or to a length that is chosen at run time. */
function isShort(width: string): boolean {
  const precision = /\.(\d+|\{)/.exec(width)?.[1];
  return precision !== undefined && !(Number(precision) > 8);
}
