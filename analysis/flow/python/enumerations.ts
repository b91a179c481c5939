import { ancestorsOf, basesOf, type KnownClass } from './classes.ts';
import type { Origin } from './origin.ts';
import { isAttributeSetElsewhere } from './outside.ts';

/** What is known about the members of an enumeration that are also strings. */
export function marksOf(owner: KnownClass): Pick<Origin, 'isMember' | 'hasValue'> {
  const isMember = !isStrEnum(owner);
  const hasValue = hasWrittenValues(owner);
  return { ...(isMember && { isMember }), ...(hasValue && { hasValue }) };
}

export function isEnum(owner: KnownClass): boolean {
  return hasBase(owner, /(?:Enum|Flag)$/);
}

function isStrEnum(owner: KnownClass): boolean {
  return hasBase(owner, /^(?:enum\.)?StrEnum$/);
}

function hasBase(owner: KnownClass, name: RegExp): boolean {
  return [owner, ...ancestorsOf(owner)].some(({ definition, finder: { module } }) =>
    basesOf(module, definition).some((base) => name.test(base)),
  );
}

/** An enumeration whose members have the values in its source. */
export function hasWrittenValues(owner: KnownClass): boolean {
  if (!isEnum(owner)) return false;
  return (
    !defines(owner, ['value', '_value_', '__new__', '__getattribute__']) &&
    [owner, ...ancestorsOf(owner)].every(({ finder }) => !/\._value_\s*=/.test(finder.module.text)) &&
    !isAttributeSetElsewhere(owner.finder, '_value_')
  );
}

function defines(owner: KnownClass, names: readonly string[]): boolean {
  return [owner, ...ancestorsOf(owner)].some(({ definition, finder: { module } }) =>
    names.some((name) => module.bindingsIn(definition, name).length > 0),
  );
}

/**
 * An enumeration member is not a string, although its `.value` may be one. With `class Names(str, Enum)`,
 * both are strings.
 */
export function isTextItself(owner: KnownClass): boolean {
  if (!isEnum(owner) || isStrEnum(owner)) return true;
  return hasBase(owner, /^str$/) && !defines(owner, ['__new__']);
}
