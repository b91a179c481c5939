import type { Atom, ClassAtom, Contents, ObjectAtom, Value } from './model.ts';
import { remainingCredential } from './entries.ts';
import { lineage, methodsNamed } from './lineage.ts';
import type { Run } from './run.ts';
import type { Argument } from '../ir/ir.ts';
import type { ShownType } from '../libraries/library.ts';
import { textOfAddress } from './address-text.ts';
import { through } from './paths.ts';
import { changedTexts, distinct, isSecret, join, nothing, unknown } from './values.ts';

const maximumDepth = 6;
const maximumObjects = 1000;

/** What a string conversion of a value contains: literals and secrets. */
export function textOf(run: Run, value: Value): Value {
  const { inText, special } = run.library;
  return converted(
    run,
    value,
    shownWith((type) => inText.has(type), special.text),
  );
}

/** What a log or a serialization shows of a value. */
export function shownOf(run: Run, value: Value, isSerialized = false): Value {
  const { inLog, special } = run.library;
  const methods = isSerialized ? (special.serialized ?? special.text) : (special.shown ?? special.text);
  const shown = shownWith((type) => inLog.has(type), methods);
  return converted(run, value, isSerialized && special.serialized ? { ...shown, hidesErrors: true } : shown);
}

/** What `repr(value)` shows. */
export function reprOf(run: Run, value: Value): Value {
  const { inLog, special } = run.library;
  return converted(
    run,
    value,
    shownWith((type) => inLog.has(type), special.inside ?? special.text),
  );
}

/** The value to convert, and which of its own methods convert it. */
interface Shown {
  /** How many more objects are converted once per path that leads to them. */
  left: number;
  /** The objects that were converted beyond that limit. Each of them is converted once. */
  readonly late: Set<number>;
  has(type: ShownType): boolean;
  readonly methods: readonly string[];
  /** `JSON.stringify` does not show the message of an error. */
  readonly hidesErrors?: boolean;
}

function shownWith(has: Shown['has'], methods: readonly string[]): Shown {
  return { left: maximumObjects, late: new Set(), has, methods };
}

function converted(run: Run, given: Value, types: Shown): Value {
  const value = types.has('dictionary') ? given : given.filter((atom) => !isOfText(run, atom, given));
  if (value.every(({ kind }) => kind === 'literal' || kind === 'secret')) return value;
  return join(...value.map((atom) => textOfAtom(run, atom, types, new Set())));
}

/** Whether an atom holds the fields of a secret whose value code can use as a string. */
function isOfText(run: Run, atom: Atom, value: Value): boolean {
  const secret = atom.kind === 'object' ? run.contents(atom).secret : undefined;
  return value.some((one) => isSecret(one) && one.read === secret?.read && one.requires === 'text');
}

function textOfAtom(run: Run, atom: Atom, types: Shown, seen: Set<number>): Value {
  if (atom.kind === 'literal' || atom.kind === 'secret') return [atom];
  if (atom.kind !== 'object' || seen.has(atom.id) || seen.size > 200) return unknown;
  if (types.left-- <= 0) {
    if (types.late.has(atom.id)) return unknown;
    types.late.add(atom.id);
  }
  const found = textOfObject(run, atom, types, new Set([...seen, atom.id]));
  return atom.entered === undefined && found.length === 0 ? unknown : through(run, atom, found);
}

function textOfObject(run: Run, atom: ObjectAtom, types: Shown, seen: Set<number>): Value {
  const contents = run.contents(atom);
  const address = textOfAddress(run, atom);
  if (address !== undefined) return address;
  const { class: made } = contents;
  // A dictionary or list with a string conversion of its own.
  const isOwn = made !== undefined && types.methods.some((name) => methodsNamed(made, name).length > 0);
  if (contents.type === 'instance' || isOwn) return textOfInstance(run, atom, contents, types, seen);
  if (!types.has(contents.type) || seen.size > maximumDepth) return unknown;
  const { hidden } = contents;
  const shown = [...contents.entries].flatMap(([key, value]) => (hidden?.has(key) === true ? [] : [value]));
  return secretsShown(run, [...shown, contents.others], contents, types, seen);
}

function secretsShown(
  run: Run,
  values: readonly Value[],
  contents: Contents | undefined,
  types: Shown,
  seen: Set<number>,
): Value {
  const own =
    contents === undefined
      ? nothing
      : [...remainingCredential(contents), ...contents.otherKeys.filter(isSecret)];
  const found = values.flatMap((value) =>
    value.flatMap((atom) => textOfAtom(run, atom, types, seen)).filter(isSecret),
  );
  return distinct([...own, ...changedTexts(found)]);
}

function textOfInstance(
  run: Run,
  atom: ObjectAtom,
  contents: Contents,
  types: Shown,
  seen: Set<number>,
): Value {
  const { class: made, entries, passed = [] } = contents;
  if (made !== undefined) {
    const methods = seen.size > 1 ? (run.library.special.inside ?? types.methods) : types.methods;
    const method = methods.flatMap((name) => methodsNamed(made, name))[0];
    if (method !== undefined) {
      const at = { scope: method.scope, place: { unit: method.scope.unit, at: method.code.at } };
      const text = run.call([{ ...method, receiver: [atom] }], [], at);
      return join(...text.map((one) => textOfAtom(run, one, types, seen)));
    }
    const isRecord = lineage(made).some(({ code }) => code.isRecord);
    if (isRecord ? types.has('record') : types.has('instance'))
      return secretsShown(run, shownFields(run, made, entries), undefined, types, seen);
  }
  const shown = passed.filter(({ name }) => name === undefined || run.library.shownByExceptions.test(name));
  return types.hidesErrors !== true && isException(made, contents.path)
    ? secretsShown(
        run,
        shown.map(({ value }) => value),
        undefined,
        types,
        seen,
      )
    : unknown;
}

/** All attributes, except for fields such as `field(repr=False)`. */
function shownFields(run: Run, made: ClassAtom, entries: Contents['entries']): readonly Value[] {
  const hidden = new Set(
    lineage(made).flatMap(({ code }) =>
      code.fields.flatMap(({ name, value }) =>
        value?.kind === 'call' && value.arguments.some(isHiding) ? [name] : [],
      ),
    ),
  );
  return [...entries].flatMap(([name, value]) => {
    const isPrivate = run.library.special.isPrivate?.test(String(name)) === true;
    return isPrivate || hidden.has(String(name)) ? [] : [value];
  });
}

function isHiding({ name, value }: Argument): boolean {
  return name === 'repr' && value.kind === 'literal' && value.value === false;
}

function isException(made: Contents['class'], path: string | undefined): boolean {
  if (made === undefined) return path !== undefined;
  return lineage(made).some(({ bases }) => bases.some((base) => base.some(({ kind }) => kind === 'outside')));
}
