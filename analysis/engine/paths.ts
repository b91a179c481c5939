import type { Entered, Key, Value } from './model.ts';
import type { Run } from './run.ts';
import { withEntered } from './values.ts';

/** The path of an attribute. For an unknown object, only the last names of the path are kept. */
export function longer(path: string, name: string): string {
  if (path.startsWith('?')) return `?.${[...path.split('.').slice(1), name].slice(-2).join('.')}`;
  return path.length > 80 ? '?' : `${path}.${name}`;
}

/**
 * Marks values read from an object with the call that passed the object. A value's own mark takes precedence
 * as long as its call has not returned.
 */
export function through(run: Run, { entered }: { readonly entered?: Entered }, value: Value): Value {
  if (entered === undefined) return value;
  return withEntered(value, (own) => (own && run.isActive(own.frame) ? own : entered));
}

/** The variable for a value that the code has stored outside the program: `os.environ["KEY"] = value`. */
export function keyOfOutside(path: string, key: Key): string {
  return `${path} ${key}`;
}
