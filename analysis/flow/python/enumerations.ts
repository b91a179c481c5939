import { ancestorsOf, basesOf, type KnownClass } from './classes.ts';
import type { Origin } from './origin.ts';

/** What is known about the members of an enumeration that are also strings. */
export function marksOf(owner: KnownClass): Pick<Origin, 'isMember' | 'hasValue'> {
  const isMember = !isStrEnum(owner);
  const hasValue = hasWrittenValues(owner);
  return { ...(isMember && { isMember }), ...(hasValue && { hasValue }) };
}

export function isEnum({ definition, finder }: KnownClass): boolean {
  return basesOf(finder.module, definition).some((base) => /(?:Enum|Flag)$/.test(base));
}

function isStrEnum({ definition, finder }: KnownClass): boolean {
  return basesOf(finder.module, definition).some((base) => /^(?:enum\.)?StrEnum$/.test(base));
}

/** An enumeration whose members have the values that are written in it. */
export function hasWrittenValues(owner: KnownClass): boolean {
  if (!isEnum(owner)) return false;
  return [owner, ...ancestorsOf(owner)].every(
    ({ definition, finder: { module } }) =>
      ['value', '_value_', '__new__', '__getattribute__'].every(
        (name) => module.bindingsIn(definition, name).length === 0,
      ) && !/\._value_\b/.test(module.textOf(definition)),
  );
}

/**
 * An enumeration member is not a string, although its `.value` may be one. With `class Names(str, Enum)`,
 * both are strings.
 */
export function isTextItself(owner: KnownClass): boolean {
  if (!isEnum(owner) || isStrEnum(owner)) return true;
  const isText = basesOf(owner.finder.module, owner.definition).includes('str');
  return isText && owner.finder.module.bindingsIn(owner.definition, '__new__').length === 0;
}
