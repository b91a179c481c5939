import type { KnownAgent } from '../catalog/known-agent.ts';
import type { SecretReference } from '../model/reference.ts';
import type { Span } from '../model/parsed-file.ts';

const byStart = new WeakMap<readonly SecretReference[], ReadonlyMap<number, SecretReference>>();

/** Returns the reference whose name begins at the cursor, contains it or is adjacent to it. */
export function referenceAt(
  references: readonly SecretReference[],
  offset: number,
): SecretReference | undefined {
  // Commands that explain every reference ask for each start.
  const starts =
    byStart.get(references) ?? new Map(references.toReversed().map((one) => [one.span.start, one]));
  byStart.set(references, starts);
  return starts.get(offset) ?? references.find(({ span }) => touches(span, offset));
}

export function touches({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}

/** Whether both references may read the same secret. Names chosen at run time never match. */
export function mayReadSame(one: SecretReference, other: SecretReference): boolean {
  return (
    one.dialect === other.dialect &&
    (one.names.some((name) => mayRead(other, name)) ||
      other.names.some((name) => mayRead(one, name)) ||
      one.patterns.some((pattern) => other.patterns.includes(pattern)))
  );
}

/**
 * Returns the entries of `names` that the reference may read: its exact names, and those that match its
 * patterns.
 */
export function namesRead(
  { names, patterns }: Pick<SecretReference, 'names' | 'patterns'>,
  known: Iterable<string>,
): readonly string[] {
  if (patterns.length === 0) return names;
  const fitting = [...known].filter((name) => patterns.some((pattern) => fitsPattern(name, pattern)));
  return [...new Set([...names, ...fitting])].toSorted();
}

/** Returns the names of the agent secrets that the reference at `offset` may read. */
export function namesAt(
  references: readonly SecretReference[],
  offset: number,
  known: KnownAgent | undefined,
): readonly string[] {
  const reference = referenceAt(references, offset);
  return reference?.dialect === 'agent' ? namesRead(reference, known?.index.names() ?? []) : [];
}

/** Whether `name` is one of the possible names, or matches their patterns. */
export function mayRead({ names, patterns }: SecretReference, name: string): boolean {
  return names.includes(name) || patterns.some((pattern) => fitsPattern(name, pattern));
}

/**
 * Whether `name` matches a pattern such as `zendesk_*_api`, in which each `*` matches any string, including
 * an empty one. Avoids regular expressions because patterns come from untrusted code.
 */
function fitsPattern(name: string, pattern: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
  const tail = rest.pop();
  if (tail === undefined) return name === pattern;
  if (!name.startsWith(head)) return false;
  let at = head.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return name.length - tail.length >= at && name.endsWith(tail);
}
