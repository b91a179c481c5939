import type { SyntaxNode } from '@lezer/common';
import { bindingAt } from '../../flow/python/binding.ts';
import { isFresh } from '../../flow/python/copies.ts';
import type { Frame, Origin } from '../../flow/python/origin.ts';
import { childrenOf, isSameNode } from '../../syntax/python/syntax.ts';
import type { PythonFile } from '../../references/python/python-file.ts';
import type { SecretReference } from '../../model/reference.ts';
import { type PlacesInside, spanKey } from '../grouped-places.ts';

const maximumDepth = 7;
const none: readonly SecretReference[] = [];

/** What is known while one expression is followed. */
interface Search {
  readonly inside: PlacesInside;
  /** By the origin. */
  readonly known: Map<string, readonly SecretReference[]>;
}

export interface ReadingCall {
  readonly call: SyntaxNode;
  readonly reference: SecretReference;
}

/**
 * Determines which expressions of a file are values of its secrets. The results are the reads that these
 * values come from.
 */
export class SecretValues {
  readonly file: PythonFile;
  readonly #byCall: ReadonlyMap<string, SecretReference>;
  /** The calls that read agent secrets, in text order. */
  readonly calls: readonly ReadingCall[];

  constructor(file: PythonFile, references: readonly SecretReference[]) {
    this.file = file;
    const calls: ReadingCall[] = [];
    const byCall = new Map<string, SecretReference>();
    for (const reference of references) {
      const call = reference.dialect === 'agent' ? callOfReference(file, reference) : undefined;
      if (call === undefined) continue;
      calls.push({ call, reference });
      byCall.set(spanKey(call), reference);
    }
    this.calls = calls;
    this.#byCall = byCall;
  }

  /** Returns the reads whose unmodified value the expression has. Empty if it may have another value. */
  held(expression: SyntaxNode): readonly SecretReference[] {
    return this.#all(expression, undefined, (origin) => {
      const read = this.#readAt(origin);
      return read === undefined ? none : [read];
    });
  }

  /**
   * Returns the reads whose value the expression is, or is made with at least in part. Empty if that is not
   * certain.
   */
  carried(expression: SyntaxNode, inside: PlacesInside): readonly SecretReference[] {
    const search: Search = { inside, known: new Map() };
    const parts = inside(expression);
    const places = parts.length === 0 ? [expression] : parts;
    return [...new Set(places.flatMap((place) => this.#carriedAt(place, undefined, search, 0)))];
  }

  #carriedAt(
    place: SyntaxNode,
    frame: Frame | undefined,
    search: Search,
    depth: number,
  ): readonly SecretReference[] {
    return this.#all(place, frame, (origin) => {
      const read = this.#readAt(origin);
      if (read !== undefined) return [read];
      const isFollowed = origin.finder === this.file.origins && depth < maximumDepth;
      return isFollowed ? this.#carriedIn(origin, search, depth + 1) : none;
    });
  }

  #carriedIn(origin: Origin, search: Search, depth: number): readonly SecretReference[] {
    const { inside, known } = search;
    const key = `${spanKey(origin.node)}${origin.frame?.key ?? ''}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    known.set(key, none);
    const places = inside(writtenFor(origin));
    const reads = places.flatMap((place) => this.#carriedAt(place, origin.frame, search, depth));
    const distinct = [...new Set(reads)];
    known.set(key, distinct);
    return distinct;
  }

  /** Returns the reads that the expression may come from, even if it may also come from something else. */
  mayHold(expression: SyntaxNode): readonly SecretReference[] {
    return this.file.origins.of(expression).flatMap((origin) => this.#readAt(origin) ?? []);
  }

  #all(
    expression: SyntaxNode,
    frame: Frame | undefined,
    readsOf: (origin: Origin) => readonly SecretReference[],
  ): readonly SecretReference[] {
    const found = new Set<SecretReference>();
    for (const origin of this.file.origins.of(expression, frame)) {
      if (isEmptyValue(origin)) continue;
      const reads = readsOf(origin);
      if (reads.length === 0) return none;
      for (const read of reads) found.add(read);
    }
    return found.size === 0 ? none : [...found];
  }

  #readAt({ node, finder }: Origin): SecretReference | undefined {
    return finder === this.file.origins ? this.#byCall.get(spanKey(node)) : undefined;
  }
}

function callOfReference({ module }: PythonFile, { span }: SecretReference): SyntaxNode | undefined {
  let node: SyntaxNode | null = module.tree.resolveInner(span.start, 1);
  while (node !== null && node.name !== 'ArgList') node = node.parent;
  return node?.parent?.name === 'CallExpression' ? node.parent : undefined;
}

/** `get_secret("x") or {}` is either the secret or empty. */
function isEmptyValue({ node, finder }: Origin): boolean {
  return /^(?:None|\{\s*\}|""|''|dict\(\s*\)|str\(\s*\))$/.test(finder.module.textOf(node));
}

/**
 * Returns the collection that a name was bound to: `x = { "key": … }`. Its origin is the name if other code
 * may add entries.
 */
function writtenFor({ node, finder }: Origin): SyntaxNode {
  const owner = bindingAt(finder.module.text, node)?.owner;
  const [target, operator, value, more] = owner?.name === 'AssignStatement' ? childrenOf(owner) : [];
  const isPlain = operator?.name === 'AssignOp' && isSameNode(target, node) && more === undefined;
  return isPlain && value !== undefined && isFresh(finder.module, value) ? value : node;
}
