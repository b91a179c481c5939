import type { Entered, Key, Value } from './model.ts';
import type { Run } from './run.ts';
import { withEntered } from './values.ts';

/** The path of an attribute. Of something unknown, only the last names are kept. */
export function longer(path: string, name: string): string {
  if (path.startsWith('?')) return `?.${[...path.split('.').slice(1), name].slice(-2).join('.')}`;
  return path.length > 80 ? '?' : `${path}.${name}`;
}

/**
 * Marks what is read from an object with the call through which the object came in. A mark of its own, of a call
 * that has not returned, counts more.
 */
export function through(run: Run, { entered }: { readonly entered?: Entered }, value: Value): Value {
  if (entered === undefined) return value;
  return withEntered(value, (own) => (own && run.isActive(own.frame) ? own : entered));
}

/** The variable for what the code has put into something outside: `os.environ["KEY"] = value`. */
export function keyOfOutside(path: string, key: Key): string {
  return `${path} ${key}`;
}
