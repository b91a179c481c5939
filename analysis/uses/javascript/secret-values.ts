import type { SyntaxNode } from '@lezer/common';
import {
  type FlowPlace,
  keyOfPlace,
  type OriginFinder,
  placeOf,
  stepTo,
} from '../../flow/javascript/origin.ts';
import { isUntouched } from '../../flow/javascript/untouched.ts';
import type { SecretReference } from '../../model/reference.ts';
import { isSensitiveField } from './own-properties.ts';
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
  readonly finder: OriginFinder;
  /** The calls that read agent secrets, in text order. */
  readonly calls: readonly ReadingCall[];
  readonly #byCall: ReadonlyMap<string, SecretReference>;

  constructor(finder: OriginFinder, references: readonly SecretReference[]) {
    this.finder = finder;
    this.calls = references
      .filter(({ dialect }) => dialect === 'agent')
      .flatMap((reference) => {
        const call = callOfReference(finder, reference);
        return call === undefined ? [] : [{ call, reference }];
      });
    this.#byCall = new Map(this.calls.map(({ call, reference }) => [spanKey(call), reference]));
  }

  /** Returns the reads whose unmodified value the expression has. Empty if it may have another value. */
  held(expression: SyntaxNode): readonly SecretReference[] {
    return this.#all(this.finder.of(expression), (origin) => this.#readAt(origin, 0));
  }

  /**
   * Returns the reads whose value the expression is, or is made with at least in part. Empty if that is not
   * certain.
   */
  carried(expression: SyntaxNode, inside: PlacesInside): readonly SecretReference[] {
    if (!this.#isMade(placeOf(this.finder, expression))) return none;
    const search: Search = { inside, known: new Map() };
    const parts = inside(expression);
    const places = parts.length === 0 ? [expression] : parts;
    return [...new Set(places.flatMap((place) => this.#carriedAt(this.finder.of(place), search, 0)))];
  }

  #carriedAt(origins: readonly FlowPlace[], search: Search, depth: number): readonly SecretReference[] {
    return this.#all(origins, (origin) => {
      const read = this.#readAt(origin, 1);
      if (read.length > 0) return isShown(origin) ? read : none;
      const isFollowed = depth < maximumDepth && this.#isMade(origin);
      return isFollowed ? this.#carriedIn(origin, search, depth + 1) : none;
    });
  }

  #carriedIn(origin: FlowPlace, search: Search, depth: number): readonly SecretReference[] {
    const { inside, known } = search;
    const key = keyOfPlace(origin);
    const before = known.get(key);
    if (before !== undefined) return before;
    known.set(key, none);
    const reads = inside(origin.node).flatMap((place) =>
      this.#carriedAt(this.finder.follow(stepTo(origin, place)), search, depth),
    );
    const distinct = [...new Set(reads)];
    known.set(key, distinct);
    return distinct;
  }

  /** Whether the expression has the entire value that is written there. */
  #isMade({ node, keys, finder }: FlowPlace): boolean {
    if (finder !== this.finder || keys.length > 0) return false;
    return !/^(?:Array|Object)Expression$/.test(node.name) || isUntouched(finder.module, node);
  }

  #all(
    origins: readonly FlowPlace[],
    readsOf: (origin: FlowPlace) => readonly SecretReference[],
  ): readonly SecretReference[] {
    const found = new Set<SecretReference>();
    for (const origin of origins) {
      if (isEmptyValue(origin)) continue;
      const reads = readsOf(origin);
      if (reads.length === 0) return none;
      for (const read of reads) found.add(read);
    }
    return [...found];
  }

  #readAt({ node, keys, finder }: FlowPlace, most: number): readonly SecretReference[] {
    if (finder !== this.finder || keys.length > most) return none;
    const read = this.#byCall.get(spanKey(node));
    return read === undefined ? none : [read];
  }
}

/** Whether the place shows the entire value, or a field that must not be shown. */
function isShown({ keys }: FlowPlace): boolean {
  if (keys.length === 0) return true;
  const [key] = keys;
  return key !== undefined && isSensitiveField(key);
}

function callOfReference({ module }: OriginFinder, { span }: SecretReference): SyntaxNode | undefined {
  let node: SyntaxNode | null = module.tree.resolveInner(span.start, 1);
  while (node !== null && node.name !== 'ArgList') node = node.parent;
  return node?.parent?.name === 'CallExpression' ? node.parent : undefined;
}

/** `await … ?? {}` is either the secret or empty. */
function isEmptyValue({ node, keys, finder }: FlowPlace): boolean {
  return keys.length === 0 && /^(?:null|undefined|\{\s*\}|""|''|``)$/.test(finder.module.textOf(node));
}
